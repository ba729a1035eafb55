/**
 * C types of script expressions, for `value->member` without a cast: a value keeps the type of the target variable, cast or function
 * result that it came from, through assignments, where all of them agree. Comes in: a body whose accesses are partly known; goes
 * out: a function from expression to type.
 */
import type * as ast from '../../ast/ast.ts';
import { visit } from '../../ast/visit.ts';
import type { CType } from '../../program/c-type.ts';
import { sameType } from './c-type-text.ts';

export interface KnownTypes {
  /** Of a target expression that is resolved. */
  readonly ofAccess: (node: ast.Expression) => CType | undefined;
  /** Of the locals that hold entry values. */
  readonly ofLocal: ReadonlyMap<string, CType>;
  /** What a called function returns. */
  readonly ofCall: (name: string) => CType | undefined;
}

export function valueTyper(
  body: ast.Block,
  known: KnownTypes,
): (expression: ast.Expression) => CType | undefined {
  const assigned = new Map<string, ast.Expression[]>();
  visit(body, {
    Assignment: ({ operator, target, value }) => {
      if (operator !== '=' || target.kind !== 'Identifier') return;
      const values = assigned.get(target.name);
      if (values === undefined) assigned.set(target.name, [value]);
      else values.push(value);
    },
  });

  return (expression) => typeOf(expression, new Set());

  /** `behind`: the variables whose type is being found, which say nothing about themselves. */
  function typeOf(node: ast.Expression, behind: ReadonlySet<string>): CType | undefined {
    switch (node.kind) {
      case 'TargetVariable':
      case 'Cast':
      case 'AtVar':
      case 'Autocast':
        return known.ofAccess(node);
      case 'Identifier':
        return known.ofLocal.get(node.name) ?? variableType(node.name, behind);
      case 'Assignment':
        return node.operator === '=' ? typeOf(node.value, behind) : undefined;
      case 'Conditional':
        return agreed([node.then, node.otherwise], behind);
      case 'Call':
        return known.ofCall(node.name);
      default:
        return undefined;
    }
  }

  function variableType(name: string, behind: ReadonlySet<string>): CType | undefined {
    const values = assigned.get(name);
    if (values === undefined || behind.has(name)) return undefined;
    return agreed(values, new Set([...behind, name]));
  }

  /** Numbers (0 for "none") do not count; two different types give none. */
  function agreed(values: readonly ast.Expression[], behind: ReadonlySet<string>): CType | undefined {
    let found: CType | undefined;
    for (const value of values) {
      const type = typeOf(value, behind);
      if (type === undefined) continue;
      if (found !== undefined && !sameType(found, type)) return undefined;
      found = type;
    }
    return found;
  }
}
