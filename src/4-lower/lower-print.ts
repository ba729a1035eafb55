/**
 * The print family as one list of parts. Texts that are known become one text, which ends the whole output at a NUL: SystemTap makes them
 * into one C format. A histogram brings its own line ends, so println adds none behind it.
 */
import type * as ast from '../ast/ast.ts';
import type * as ir from '../ir/ir.ts';
import { lowerExpression } from './lower-expression.ts';
import { lowerStatPlace } from './lower-place.ts';
import { siteOf, zero, type Scope } from './scope.ts';

export function lowerPrintParts(node: ast.Print, scope: Scope): ir.FormatPart[] {
  return joinTexts(node.format ? formatParts(node, node.format, scope) : plainParts(node, scope));
}

function formatParts(node: ast.Print, format: readonly ast.FormatPart[], scope: Scope): ir.FormatPart[] {
  const values = node.arguments.map((argument) => lowerExpression(argument, scope));
  let next = 0;
  const take = (): ir.Expression => values[next++] ?? zero;
  const size = (of: number | 'dynamic' | undefined) => (of === 'dynamic' ? take() : of);
  return format.map((part): ir.FormatPart => {
    if (part.kind === 'text') return part;
    const width = size(part.width);
    const precision = size(part.precision);
    return {
      kind: 'conversion',
      conversion: part.type,
      flags: part.flags,
      width,
      precision,
      argument: take(),
    };
  });
}

function plainParts(node: ast.Print, scope: Scope): ir.FormatPart[] {
  const parts: ir.FormatPart[] = [];
  for (const [place, argument] of node.arguments.entries()) {
    if (place > 0 && node.delimiter !== undefined) parts.push({ kind: 'text', text: node.delimiter });
    parts.push(plainPart(node, argument, scope));
  }
  const endsLine = node.name.endsWith('ln') && parts.at(-1)?.kind !== 'histogram';
  if (endsLine) parts.push({ kind: 'text', text: '\n' });
  return parts;
}

function plainPart(node: ast.Print, argument: ast.Expression, scope: Scope): ir.FormatPart {
  if (argument.kind === 'StringLiteral') return { kind: 'text', text: argument.value };
  if (argument.kind === 'Histogram') {
    return { kind: 'histogram', stat: lowerStatPlace(argument.stat, scope), site: siteOf(argument.token) };
  }
  const value = lowerExpression(argument, scope);
  const conversion = value.type === 'string' ? 's' : node.name === 'print_char' ? 'c' : 'd';
  return {
    kind: 'conversion',
    conversion,
    flags: [],
    width: undefined,
    precision: undefined,
    argument: value,
  };
}

function joinTexts(parts: readonly ir.FormatPart[]): ir.FormatPart[] {
  const joined: ir.FormatPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind !== 'text') joined.push(part);
    else {
      const end = part.text.indexOf('\0');
      const text = end < 0 ? part.text : part.text.slice(0, end);
      if (last?.kind === 'text') joined[joined.length - 1] = { kind: 'text', text: last.text + text };
      else if (text !== '') joined.push({ kind: 'text', text });
      if (end >= 0) return joined;
    }
  }
  return joined;
}
