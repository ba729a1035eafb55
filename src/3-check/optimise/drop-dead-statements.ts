/**
 * Removes statements without an effect, from the inside out: expressions that change and print nothing, empty blocks, branches and
 * loops around nothing. A block of one statement becomes that statement. Division by zero, a full array or an endless
 * loop are no effects: SystemTap removes what would run into them as well.
 */
import type * as ast from '../../ast/ast.ts';
import { firstToken } from '../../ast/first-token.ts';
import { withBlock, type Body } from '../body.ts';
import type { Names } from '../names.ts';
import { analyseEffects, type Effects } from '../effects.ts';
import type { WarnOnce } from './warn-once.ts';

export function dropDeadStatements(bodies: readonly Body[], names: Names, warn: WarnOnce): Body[] {
  const effects = analyseEffects(bodies, names);
  return bodies.map((body) => {
    const left = reduce(body.block, { body, effects, warn });
    return withBlock(body, asBlock(left, body.block));
  });
}

interface Context {
  readonly body: Body;
  readonly effects: Effects;
  readonly warn: WarnOnce;
}

function isEffective(expression: ast.Expression | undefined, context: Context): boolean {
  return context.effects.of(expression, context.body);
}

/** Undefined: nothing is left. */
function reduce(statement: ast.Statement, context: Context): ast.Statement | undefined {
  switch (statement.kind) {
    case 'EmptyStatement':
      return undefined;
    case 'ExpressionStatement':
      if (isEffective(statement.expression, context)) return statement;
      context.warn('STSX3102', firstToken(statement), '');
      return undefined;
    case 'Block':
      return reduceBlock(statement, context);
    case 'IfStatement':
      return reduceIf(statement, context);
    case 'WhileStatement': {
      const body = reduce(statement.body, context);
      if (!body && !isEffective(statement.condition, context)) return undefined;
      return changed(statement, 'body', body ?? empty(statement.body));
    }
    case 'ForStatement': {
      const body = reduce(statement.body, context);
      const { initial, condition, step } = statement;
      if (!body && ![initial, condition, step].some((part) => isEffective(part, context))) return undefined;
      return changed(statement, 'body', body ?? empty(statement.body));
    }
    case 'ForeachStatement': {
      const body = reduce(statement.body, context);
      if (body) return changed(statement, 'body', body);
      const parts = [statement.limit, ...(statement.slice ?? [])];
      const isKept = parts.some((part) => part && part.kind !== 'Wildcard' && isEffective(part, context));
      return isKept ? changed(statement, 'body', empty(statement.body)) : undefined;
    }
    case 'TryStatement': {
      const body = reduce(statement.body, context);
      const handler = reduce(statement.handler, context);
      if (!body) return undefined;
      return changed(
        changed(statement, 'body', asBlock(body, statement.body)),
        'handler',
        asBlock(handler, statement.handler),
      );
    }
    case 'ReturnStatement':
    case 'DeleteStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'NextStatement':
      return statement;
  }
}

function reduceBlock(block: ast.Block, context: Context): ast.Statement | undefined {
  const statements: ast.Statement[] = [];
  for (const statement of block.statements) {
    const left = reduce(statement, context);
    if (left?.kind === 'Block') statements.push(...left.statements);
    else if (left) statements.push(left);
  }
  if (statements.length === 0) return undefined;
  if (statements.length === 1) return statements[0];
  const isSame =
    statements.length === block.statements.length &&
    statements.every((statement, place) => statement === block.statements[place]);
  return isSame ? block : { ...block, statements };
}

function reduceIf(statement: ast.IfStatement, context: Context): ast.Statement | undefined {
  const then = reduce(statement.then, context);
  const otherwise = statement.otherwise && reduce(statement.otherwise, context);
  const { condition, span, token } = statement;
  if (then) return changed(changed(statement, 'then', then), 'otherwise', otherwise);
  if (otherwise) {
    const negated: ast.Unary = {
      kind: 'Unary',
      operator: '!',
      operand: condition,
      span: condition.span,
      token: condition.token,
    };
    return { ...statement, condition: negated, then: otherwise, otherwise: undefined };
  }
  return isEffective(condition, context)
    ? { kind: 'ExpressionStatement', expression: condition, span, token }
    : undefined;
}

function changed<Of extends ast.Statement, Key extends keyof Of>(node: Of, key: Key, value: Of[Key]): Of {
  return node[key] === value ? node : { ...node, [key]: value };
}

function empty(place: ast.Statement): ast.EmptyStatement {
  return place.kind === 'EmptyStatement'
    ? place
    : { kind: 'EmptyStatement', span: place.span, token: place.token };
}

function asBlock(statement: ast.Statement | undefined, original: ast.Block): ast.Block {
  if (statement?.kind === 'Block') return statement;
  const statements = statement ? [statement] : [];
  if (statements.length === original.statements.length && statements[0] === original.statements[0])
    return original;
  return { ...original, statements };
}
