/**
 * What the sub-passes of checking work on: every function and probe as one kind of thing, a body. A sub-pass takes a list of
 * bodies and gives a new one, in which those that it left alone are the same objects; functions come last, by name, as SystemTap
 * walks them. In a body a name is a local unless it is a global's; a parameter hides a global of its name.
 */
import type * as ast from '../ast/ast.ts';
import type { DerivedProbe, FunctionSymbol, Program } from '../program/program.ts';

export type Body = ProbeBody | FunctionBody;

export interface ProbeBody {
  readonly kind: 'probe';
  readonly probe: DerivedProbe;
  readonly condition: ast.Expression | undefined;
  readonly parameters: ReadonlySet<string>;
  readonly block: ast.Block;
}

export interface FunctionBody {
  readonly kind: 'function';
  readonly symbol: FunctionSymbol;
  readonly parameters: ReadonlySet<string>;
  readonly block: ast.Block;
}

const none: ReadonlySet<string> = new Set();

export function bodiesOf(program: Program): Body[] {
  const bodies: Body[] = program.probes.map((probe) => ({
    kind: 'probe',
    probe,
    condition: probe.condition,
    parameters: none,
    block: probe.body,
  }));
  const sortName = (symbol: FunctionSymbol) => `${symbol.name}__`;
  const functions = [...program.functions].sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1));
  for (const symbol of functions) {
    if (symbol.body.kind !== 'block') continue;
    const parameters = new Set(symbol.declaration.parameters.map((parameter) => parameter.name));
    bodies.push({ kind: 'function', symbol, parameters, block: symbol.body.block });
  }
  return bodies;
}

/** The trees of a body: the condition of a probe that has one, and the block. */
export function rootsOf(body: Body): readonly ast.Node[] {
  return body.kind === 'probe' && body.condition ? [body.condition, body.block] : [body.block];
}

export function withBlock(body: Body, block: ast.Block): Body {
  return block === body.block ? body : { ...body, block };
}

/** Trees of the user's script; warnings are about those only. */
export function isUserBody(body: Body): boolean {
  return (body.kind === 'probe' ? body.probe.origin : body.symbol.origin) === 'user';
}
