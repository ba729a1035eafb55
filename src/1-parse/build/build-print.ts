/** The print functions: their literal is read, their number of values checked. stap(1), section PRINTING. */
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { readFormat } from '../format.ts';
import { glueStrings, readString } from '../literals.ts';
import { buildExpressions } from './build-expression.ts';
import { buildHistogram } from './build-histogram.ts';
import { imagesOf } from './build-literal.ts';
import { at, expected, problem, type Building } from './building.ts';

/** How few values are enough. */
const fewest: Readonly<Record<ast.PrintName, number>> = {
  print: 1,
  println: 0,
  print_char: 1,
  sprint: 1,
  sprintln: 0,
  printd: 2,
  printdln: 2,
  sprintd: 2,
  sprintdln: 2,
  printf: 0,
  sprintf: 0,
};

export function buildPrint(node: syntax.PrintSyntax, building: Building): ast.Print {
  const name = node.first.image as ast.PrintName;
  const values = node.arguments.length;
  if (values < fewest[name]) {
    const enough = node.shape === 'delimited' ? 'a delimiter and at least two values' : 'at least one value';
    expected(
      building,
      'literal string or number',
      node.shape === 'delimited' ? node.next : node.last,
      `${name} takes ${enough}`,
    );
  }
  return {
    kind: 'Print',
    name,
    format: node.shape === 'formatted' ? buildFormat(node, building) : undefined,
    delimiter:
      node.shape === 'delimited' && node.literal !== undefined
        ? readString(imagesOf(node.literal))
        : undefined,
    arguments: buildArguments(node, building),
    ...at(building, node.first, node.first, node.last),
  };
}

/** A histogram may stand alone in a plain print, and nowhere else without an index. */
function buildArguments(node: syntax.PrintSyntax, building: Building): ast.Expression[] {
  const [only] = node.arguments;
  if (node.shape === 'plain' && node.arguments.length === 1 && only?.kind === 'histogram') {
    return [buildHistogram(only, building)];
  }
  return buildExpressions(node.arguments, building);
}

function buildFormat(node: syntax.PrintSyntax, building: Building): readonly ast.FormatPart[] {
  if (node.literal === undefined) return [];
  const result = readFormat(glueStrings(imagesOf(node.literal)));
  if (result.ok) return result.parts;
  const { conversion } = result;
  problem(building, 'STSX1011', node.afterLiteral ?? node.last, { conversion });
  return [];
}
