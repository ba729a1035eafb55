/** foreach: its keys, and the one sort mark that may stand behind a key or the array. stap(1), section STATEMENTS. */
import type { IToken } from 'chevrotain';
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { buildExpression, buildKeys } from './build-expression.ts';
import { buildBase, buildIdentifier } from './build-histogram.ts';
import { statOperator } from './build-operator-call.ts';
import { buildStatement } from './build-statement.ts';
import { at, expected, problem, type Building } from './building.ts';

export function buildForeach(node: syntax.ForeachSyntax, building: Building): ast.ForeachStatement {
  return {
    kind: 'ForeachStatement',
    value: node.value === undefined ? undefined : buildIdentifier(node.value.name, building),
    keys: node.keys.map((key) => buildIdentifier(key.name, building)),
    base: buildBase(node.base, building),
    slice: node.slice === undefined ? undefined : buildKeys(node.slice, building),
    sort: buildSort(node, building),
    limit: node.limit === undefined ? undefined : buildExpression(node.limit, building),
    body: buildStatement(node.body, building),
    ...at(building, node.first, node.first, node.last),
  };
}

type Sort = NonNullable<ast.ForeachStatement['sort']>;

function buildSort(node: syntax.ForeachSyntax, building: Building): Sort | undefined {
  const marks: { mark: IToken; by: Sort['by']; operator: ast.StatOperator | undefined }[] = [];
  if (node.value?.mark !== undefined) marks.push({ mark: node.value.mark, by: 'value', operator: undefined });
  node.keys.forEach(({ mark }, place) => {
    if (mark !== undefined) marks.push({ mark, by: place, operator: undefined });
  });
  if (node.mark !== undefined)
    marks.push({ mark: node.mark, by: 'value', operator: sortOperator(node, building) });
  const [first, second] = marks;
  // SystemTap sees the second mark of the array at the operator before it.
  if (second !== undefined) problem(building, 'STSX1021', second.mark, {});
  if (first === undefined) return undefined;
  const direction = first.mark.image === '+' ? 'ascending' : 'descending';
  return { by: first.by, operator: first.operator, direction };
}

function sortOperator(node: syntax.ForeachSyntax, building: Building): ast.StatOperator | undefined {
  if (node.operator === undefined) return undefined;
  const operator = statOperator(node.operator.image);
  if (operator === undefined) expected(building, 'statistical operation', node.operator);
  return operator;
}
