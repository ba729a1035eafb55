/** Statements. stap(1), section STATEMENTS. */
import type * as syntax from '../../../grammar/syntax.ts';
import type * as ast from '../../ast/ast.ts';
import { buildExpression } from './build-expression.ts';
import { buildForeach } from './build-foreach.ts';
import { buildIdentifier } from './build-histogram.ts';
import { at, atToken, between, noteLength, problem, type Building } from './building.ts';

export function buildBlock(node: syntax.BlockSyntax, building: Building): ast.Block {
  const statements = node.statements.map((statement) => buildStatement(statement, building));
  return { kind: 'Block', statements, ...at(building, node.first, node.first, node.last) };
}

export function buildStatement(node: syntax.StatementSyntax, building: Building): ast.Statement {
  const { shape } = building;
  if (++shape.depth > shape.deepest) shape.deepest = shape.depth;
  const built = buildByKind(node, building);
  shape.depth--;
  return built;
}

function buildByKind(node: syntax.StatementSyntax, building: Building): ast.Statement {
  switch (node.kind) {
    case 'block':
      return buildBlock(node, building);
    case 'if':
      return buildIf(node, building);
    case 'while':
      return {
        kind: 'WhileStatement',
        condition: buildExpression(node.condition, building),
        body: buildStatement(node.body, building),
        ...at(building, node.first, node.first, node.last),
      };
    case 'for':
      return buildFor(node, building);
    case 'foreach':
      return buildForeach(node, building);
    case 'try':
      return {
        kind: 'TryStatement',
        body: buildBlock(node.body, building),
        variable: node.variable === undefined ? undefined : buildIdentifier(node.variable, building),
        handler: buildBlock(node.handler, building),
        ...at(building, node.first, node.first, node.last),
      };
    case 'return':
      if (!building.inFunction) problem(building, 'STSX1012', node.first, {});
      return {
        kind: 'ReturnStatement',
        value: node.value === undefined ? undefined : buildExpression(node.value, building),
        ...at(building, node.first, node.first, node.last),
      };
    case 'delete':
      return {
        kind: 'DeleteStatement',
        target: buildExpression(node.target, building),
        ...at(building, node.first, node.first, node.last),
      };
    case 'word':
      return buildWord(node, building);
    case 'expression-statement': {
      const expression = buildExpression(node.expression, building);
      return { kind: 'ExpressionStatement', expression, span: expression.span, token: expression.token };
    }
  }
}

/** A ladder nests in its else branches; it is built from its last rung. */
function buildIf(node: syntax.IfSyntax, building: Building): ast.Statement {
  noteLength(building, node.branches.length);
  const rungs = node.branches.map(({ keyword, condition, body }) => ({
    keyword,
    condition: buildExpression(condition, building),
    body: buildStatement(body, building),
  }));
  let otherwise = node.otherwise === undefined ? undefined : buildStatement(node.otherwise, building);
  for (let i = rungs.length - 1; i >= 0; i--) {
    const rung = rungs[i];
    if (rung === undefined) continue;
    const end = otherwise ?? rung.body;
    otherwise = {
      kind: 'IfStatement',
      condition: rung.condition,
      then: rung.body,
      otherwise,
      ...between(building, rung.keyword, atToken(building, rung.keyword).span, end.span),
    };
  }
  if (otherwise === undefined) throw new Error('an if has a branch');
  return otherwise;
}

function buildFor(node: syntax.ForSyntax, building: Building): ast.ForStatement {
  const part = (expression: syntax.ExpressionSyntax | undefined): ast.Expression | undefined =>
    expression === undefined ? undefined : buildExpression(expression, building);
  return {
    kind: 'ForStatement',
    initial: part(node.initial),
    condition: part(node.condition),
    step: part(node.step),
    body: buildStatement(node.body, building),
    ...at(building, node.first, node.first, node.last),
  };
}

function buildWord(node: syntax.WordStatementSyntax, building: Building): ast.Statement {
  const place = atToken(building, node.token);
  switch (node.token.image) {
    case 'break':
      return { kind: 'BreakStatement', ...place };
    case 'continue':
      return { kind: 'ContinueStatement', ...place };
    case 'next':
      return { kind: 'NextStatement', ...place };
    default:
      return { kind: 'EmptyStatement', ...place };
  }
}
