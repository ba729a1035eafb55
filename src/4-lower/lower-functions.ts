/** Script functions, and wrappers around intrinsics that end an overload chain which a script function begins. */
import type * as ir from '../ir/ir.ts';
import type { FunctionSymbol, TypedProgram } from '../program/program.ts';
import { intrinsicCall } from './lower-call.ts';
import { lowerBody } from './lower-statement.ts';
import { defaultValue, scopeOf, siteOf, type Lowering } from './scope.ts';

type TypedFunction = TypedProgram['functions'][number];

export function lowerFunction(typed: TypedFunction, id: number, lowering: Lowering): ir.Function {
  const { symbol, locals, parameters, result } = typed;
  const body = lowerBody(typed.body, scopeOf(lowering, locals));
  /** Running off the end gives 0 or "". */
  const end: ir.Statement[] =
    result === 'void' || body.statements.at(-1)?.kind === 'return'
      ? []
      : [{ kind: 'return', value: defaultValue(result) }];
  return {
    id,
    name: symbol.displayName,
    parameterCount: parameters.length,
    locals: locals.map(({ name, type }, index) => ({ index, name, type })),
    result,
    body: { kind: 'block', statements: [...body.statements, ...end] },
    nextOverload: symbol.nextOverload && lowering.functionId(symbol.nextOverload),
    origin: symbol.origin,
  };
}

export function wrapIntrinsic(symbol: FunctionSymbol, id: number): ir.Function {
  const locals = symbol.declaration.parameters.map(({ name, type }, index): ir.Local => ({
    index,
    name,
    type: type ?? 'long',
  }));
  const values = locals.map(({ index, type }): ir.Expression => ({
    kind: 'read',
    place: { kind: 'local', local: index, type },
    type,
  }));
  const call = intrinsicCall(symbol, values, siteOf(symbol.declaration.token));
  const statement: ir.Statement =
    call.type === 'void' ? { kind: 'evaluate', expression: call } : { kind: 'return', value: call };
  return {
    id,
    name: symbol.displayName,
    parameterCount: locals.length,
    locals,
    result: call.type,
    body: { kind: 'block', statements: [statement] },
    nextOverload: undefined,
    origin: symbol.origin,
  };
}
