/** Warns about the user's variables that are read but never written: a misspelt name, most of the time. */
import { nodesOf } from '../ast/nodes-of.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Program } from '../program/program.ts';
import { isUserBody, rootsOf, type Body } from './body.ts';
import type { Names } from './names.ts';
import { tokenText } from './token-text.ts';
import { usesOf } from './uses.ts';

export function warnNeverAssigned(
  program: Program,
  bodies: readonly Body[],
  names: Names,
  report: Report,
): void {
  const readGlobals = new Set<string>();
  const writtenGlobals = new Set<string>();
  for (const body of bodies) {
    for (const root of rootsOf(body)) {
      const uses = usesOf(root, body, names);
      for (const name of uses.readGlobals) readGlobals.add(name);
      for (const name of uses.writtenGlobals) writtenGlobals.add(name);
    }
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
    const { readLocals, writtenLocals } = usesOf(body.block, body, names);
    for (const name of readLocals) {
      if (writtenLocals.has(name) || body.parameters.has(name)) continue;
      const token = nodesOf(body.block, 'Identifier').find((node) => node.name === name)?.token;
      const place = `${token?.span.file.name} ${token?.span.start}`;
      if (token?.span.file.origin !== 'user' || warned.has(place)) continue;
      warned.add(place);
      report.add('STSX3104', token.span, { name, token: tokenText(token) });
    }
  }
}
