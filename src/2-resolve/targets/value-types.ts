/**
 * C types of script expressions, for `value->member` without a cast: a value keeps the type of the target variable, cast or function
 * result that it came from, through assignments, where all of them agree. Comes in: a body whose accesses are partly known; goes
 * out: a function from expression to type.
 */
import type * as ast from '../../ast/ast.ts';
import { nodesOf } from '../../ast/nodes-of.ts';
import type { CType } from '../../program/c-type.ts';
import { sameType } from '../../program/c-type-text.ts';

export interface KnownTypes {
  /** Of a target expression that is resolved. */
  readonly ofAccess: (node: ast.Expression) => CType | undefined;
  /** Of the locals that hold entry values. */
  readonly ofLocal: ReadonlyMap<string, CType>;
  /** What a called function returns. */
  readonly ofCall: (name: string) => CType | undefined;
}

/** Of variables that are assigned to one another: what goes further is no program that anybody wrote. */
const longestChain = 200;

export interface ValueTyper {
  readonly typeOf: (expression: ast.Expression) => CType | undefined;
  /** More accesses are known than before: what was found out about variables is out of date. */
  readonly forget: () => void;
}

export function valueTyper(body: ast.Block, known: KnownTypes): ValueTyper {
  const assigned = new Map<string, ast.Expression[]>();
  for (const { operator, target, value } of nodesOf(body, 'Assignment')) {
    if (operator !== '=' || target.kind !== 'Identifier') continue;
    const values = assigned.get(target.name);
    if (values === undefined) assigned.set(target.name, [value]);
    else values.push(value);
  }
  const variables = new Map<string, CType | undefined>();
  let depth = 0;
  return {
    typeOf,
    forget: () => {
      variables.clear();
    },
  };

  function typeOf(node: ast.Expression): CType | undefined {
    switch (node.kind) {
      case 'TargetVariable':
      case 'Cast':
      case 'AtVar':
      case 'Autocast':
        return known.ofAccess(node);
      case 'Identifier':
        return known.ofLocal.get(node.name) ?? variableType(node.name);
      case 'Assignment':
        return node.operator === '=' ? typeOf(node.value) : undefined;
      case 'Conditional':
        return agreed([node.then, node.otherwise]);
      case 'Call':
        return known.ofCall(node.name);
      default:
        return undefined;
    }
  }

  /** While its type is being found, a variable says nothing about itself. */
  function variableType(name: string): CType | undefined {
    const values = assigned.get(name);
    if (values === undefined || variables.has(name)) return variables.get(name);
    if (depth > longestChain) return undefined;
    variables.set(name, undefined);
    depth++;
    const type = agreed(values);
    depth--;
    variables.set(name, type);
    return type;
  }

  /** Numbers (0 for "none") do not count; two different types give none. */
  function agreed(values: readonly ast.Expression[]): CType | undefined {
    let found: CType | undefined;
    for (const value of values) {
      const type = typeOf(value);
      if (type === undefined) continue;
      if (found !== undefined && !sameType(found, type)) return undefined;
      found = type;
    }
    return found;
  }
}
