/** Warns about the user's variables that are read but never written: a misspelt name, most of the time. */
import type * as ast from '../ast/ast.ts';
import { findNode } from '../ast/visit.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Program } from '../program/program.ts';
import { isUserBody, type Body } from './body.ts';
import type { Names } from './names.ts';
import { tokenText } from './token-text.ts';
import { analyseUses } from './uses.ts';

export function warnNeverAssigned(
  program: Program,
  bodies: readonly Body[],
  names: Names,
  report: Report,
): void {
  const analysis = analyseUses(bodies, names);
  const readGlobals = new Set<string>();
  const writtenGlobals = new Set<string>();
  for (const body of bodies) {
    const { readGlobals: read, writtenGlobals: written } = analysis.of(body.block, body);
    for (const name of read) readGlobals.add(name);
    for (const name of written) writtenGlobals.add(name);
    if (body.kind !== 'probe') continue;
    for (const name of analysis.of(body.condition, body).readGlobals) readGlobals.add(name);
  }
  for (const { name, displayName, declaration, origin, initialOverride } of program.globals) {
    const isSet =
      declaration.initial !== undefined || initialOverride !== undefined || writtenGlobals.has(name);
    if (origin !== 'user' || isSet || !readGlobals.has(name)) continue;
    const { token } = declaration;
    report.add('STSX3105', token.span, { name: displayName, token: tokenText(token) });
  }

  const warned = new Set<string>();
  for (const body of bodies.filter(isUserBody)) {
    const { readLocals, writtenLocals } = analysis.of(body.block, body);
    for (const name of readLocals) {
      if (writtenLocals.has(name) || body.parameters.has(name)) continue;
      const mention = findNode(body.block, (node) => node.kind === 'Identifier' && node.name === name);
      const token = (mention as ast.Identifier | undefined)?.token;
      const place = `${token?.span.file.name} ${token?.span.start}`;
      if (token?.span.file.origin !== 'user' || warned.has(place)) continue;
      warned.add(place);
      report.add('STSX3104', token.span, { name, token: tokenText(token) });
    }
  }
}
