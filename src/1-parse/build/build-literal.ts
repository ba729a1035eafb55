/** Literals: number and string syntax in, nodes with their values out. stap(1), section GENERAL SYNTAX. */
import type { IToken } from 'chevrotain';
import type { LiteralSyntax, NumberSyntax, StringSyntax } from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { readNumber, readString } from '../literals.ts';
import { at, problem, type Building } from './building.ts';

export function buildLiteral(
  syntax: LiteralSyntax,
  building: Building,
): ast.NumberLiteral | ast.StringLiteral {
  return syntax.kind === 'number' ? buildNumber(syntax, building) : buildString(syntax, building);
}

export function buildNumber(syntax: NumberSyntax, building: Building): ast.NumberLiteral {
  const value = numberValue(syntax.token, building);
  return {
    kind: 'NumberLiteral',
    value: syntax.minus === undefined ? value : BigInt.asIntN(64, -value),
    ...at(building, syntax.token, syntax.minus ?? syntax.token, syntax.token),
  };
}

/** Zero, and a problem reported, for what is no number. */
export function numberValue(token: IToken, building: Building): bigint {
  const value = readNumber(token.image);
  if (value === undefined) problem(building, 'STSX1009', token, {});
  return value ?? 0n;
}

export function buildString(syntax: StringSyntax, building: Building): ast.StringLiteral {
  const { first, last } = ends(syntax);
  return {
    kind: 'StringLiteral',
    value: readString(imagesOf(syntax)),
    ...at(building, first, first, last),
  };
}

export function imagesOf(syntax: StringSyntax): string[] {
  return syntax.tokens.map((token) => token.image);
}

function ends(syntax: StringSyntax): { readonly first: IToken; readonly last: IToken } {
  const first = syntax.tokens[0];
  const last = syntax.tokens.at(-1);
  if (first === undefined || last === undefined) throw new Error('a string literal has at least one token');
  return { first, last };
}
