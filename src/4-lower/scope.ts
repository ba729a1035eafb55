/**
 * What lowering knows where it is: the program's ids, and the locals of the function or probe it is in. Functions that lowering makes
 * itself go to the end of the list.
 */
import type * as ast from '../ast/ast.ts';
import type { Report } from '../diagnostics/report.ts';
import type * as ir from '../ir/ir.ts';
import type { FunctionSymbol, GlobalType, TypedProgram } from '../program/program.ts';
import { lineColumn } from '../source/source.ts';

export interface Lowering {
  readonly typed: TypedProgram;
  readonly report: Report;
  readonly globals: ReadonlyMap<string, { readonly id: number; readonly type: GlobalType }>;
  /** The id of a function with a body, or of the wrapper around an intrinsic that ends an overload chain. */
  functionId(symbol: FunctionSymbol): number;
  addFunction(make: (id: number) => ir.Function): ir.Function;
}

export interface Scope {
  readonly lowering: Lowering;
  /** Name to place; a local hides a global. */
  readonly locals: ReadonlyMap<string, ir.LocalPlace>;
}

export function scopeOf(
  lowering: Lowering,
  locals: readonly { readonly name: string; readonly type: ir.ScalarType }[],
): Scope {
  const places = locals.map(({ name, type }, local): [string, ir.LocalPlace] => [
    name,
    { kind: 'local', local, type },
  ]);
  return { lowering, locals: new Map(places) };
}

export function siteOf(token: ast.TokenRef): ir.Site {
  const { line, column } = lineColumn(token.span.file, token.span.start);
  return { file: token.span.file.name, line, column, tokenKind: token.kind, token: token.text };
}

export const zero: ir.LongLiteral = { kind: 'long', type: 'long', value: 0n };

export function defaultValue(type: ir.ScalarType): ir.Expression {
  return type === 'long' ? zero : { kind: 'string', type: 'string', value: '' };
}

/** A C string ends at its first NUL. */
export function textUntilNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
