/** Warns about the user's variables that are read but never written: a misspelt name, most of the time. */
import type * as ast from '../ast/ast.ts';
import { findNode } from '../ast/visit.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Program } from '../program/program.ts';
import { isUserBody, type Body } from './body.ts';
import type { Names } from './names.ts';
import { tokenText } from './token-text.ts';
import { usesOf, type Uses } from './uses.ts';

export function warnNeverAssigned(
  program: Program,
  bodies: readonly Body[],
  names: Names,
  report: Report,
): void {
  const readGlobals = new Set<string>();
  const writtenGlobals = new Set<string>();
  const usesByBody = new Map<Body, Uses>();
  for (const body of bodies) {
    const uses = usesOf([body.block], body, names);
    usesByBody.set(body, uses);
    for (const name of uses.readGlobals) readGlobals.add(name);
    for (const name of uses.writtenGlobals) writtenGlobals.add(name);
    if (body.kind !== 'probe' || !body.condition) continue;
    for (const name of usesOf([body.condition], body, names).readGlobals) readGlobals.add(name);
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
    const { readLocals, writtenLocals } = usesByBody.get(body) ?? usesOf([body.block], body, names);
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
