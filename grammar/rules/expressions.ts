/**
 * Expressions, stap(1) section EXPRESSIONS. Binary operators come as one flat list; which of them may follow which
 * (`in` and `=~` do not chain) is kept here by a gate, so that the list ends where SystemTap's expression ends.
 */
import type { IToken, ParserMethod } from 'chevrotain';
import type * as syntax from '../syntax.ts';
import * as op from '../tokens/operators.ts';
import * as word from '../tokens/words.ts';
import { ValueRules } from './values.ts';

/**
 * What may come next in an operator list: `any` operator; after a comparison no more `=~`; after a regular expression or
 * a `[tuple]` only `in` and what binds looser; after `in` only the latter.
 */
type Follow = 'any' | 'no-regex' | 'in-or-loose' | 'loose';

type OperatorClass = 'tight' | 'comparison' | 'regex' | 'in' | 'loose';

const followers: Readonly<Record<Follow, readonly OperatorClass[]>> = {
  any: ['tight', 'comparison', 'regex', 'in', 'loose'],
  'no-regex': ['tight', 'comparison', 'in', 'loose'],
  'in-or-loose': ['in', 'loose'],
  loose: ['loose'],
};

/** By token type index. */
const operatorClasses: (OperatorClass | undefined)[] = [];

for (const type of [...op.operators, word.In]) {
  const categories = type.CATEGORIES ?? [];
  const index = type.tokenTypeIdx ?? 0;
  if (categories.includes(op.TightOperator)) operatorClasses[index] = 'tight';
  else if (categories.includes(op.ComparisonOperator)) operatorClasses[index] = 'comparison';
  else if (categories.includes(op.RegexOperator)) operatorClasses[index] = 'regex';
  else if (categories.includes(op.LooseOperator)) operatorClasses[index] = 'loose';
  else if (type === word.In) operatorClasses[index] = 'in';
}

function mayFollow(token: IToken, follow: Follow): boolean {
  const found = operatorClasses[token.tokenTypeIdx];
  return found !== undefined && followers[follow].includes(found);
}

function followOf(operand: syntax.OperandSyntax): Follow {
  return operand.kind === 'tuple' ? 'in-or-loose' : 'any';
}

export abstract class ExpressionRules extends ValueRules {
  /** EXPRESSIONS, assignment and `? :`. Both bind looser than all others and are sorted out when the tree is built. */
  override readonly expression: ParserMethod<[], syntax.ExpressionSyntax> = this.RULE(
    'expression',
    (): syntax.ExpressionSyntax => {
      this.enter('expression');
      const head = this.SUBRULE(this.operations);
      let tails: syntax.ChainTail[] | undefined;
      this.MANY(() => {
        const tail = this.OR<syntax.ChainTail>([
          {
            ALT: () => {
              const operator = this.CONSUME(op.AssignmentOperator);
              return { kind: 'assign', operator, value: this.SUBRULE1(this.operations) };
            },
          },
          {
            ALT: () => {
              const question = this.CONSUME(op.Question);
              const then = this.SUBRULE(this.expression);
              this.CONSUME(op.Colon);
              return { kind: 'conditional', question, then, otherwise: this.SUBRULE2(this.operations) };
            },
          },
        ]);
        (tails ??= []).push(tail);
      });
      this.leave('expression');
      return tails === undefined ? head : { kind: 'chain', head, tails };
    },
  );

  /** EXPRESSIONS, binary operators from `||` to `*`, membership and REGULAR EXPRESSION MATCHING. */
  private readonly operations = this.RULE('operations', (): syntax.ExpressionSyntax => {
    const head = this.OR1<syntax.OperandSyntax>([
      { ALT: () => this.SUBRULE2(this.operand) },
      { ALT: () => this.SUBRULE(this.tuple) },
    ]);
    let operators: IToken[] | undefined;
    let operands: syntax.OperandSyntax[] | undefined;
    let follow = followOf(head);
    const add = (operator: IToken, operand: syntax.OperandSyntax): void => {
      (operators ??= []).push(operator);
      (operands ??= [head]).push(operand);
    };
    this.MANY({
      GATE: () => mayFollow(this.LA(1), follow),
      DEF: () => {
        this.OR([
          { ALT: () => add(this.CONSUME(op.TightOperator), this.SUBRULE(this.operand)) },
          {
            ALT: () => {
              add(this.CONSUME(op.ComparisonOperator), this.SUBRULE1(this.operand));
              follow = 'no-regex';
            },
          },
          {
            ALT: () => {
              add(this.CONSUME(op.RegexOperator), this.SUBRULE(this.literalString));
              follow = 'in-or-loose';
            },
          },
          {
            ALT: () => {
              add(this.CONSUME(word.In), this.SUBRULE(this.base));
              follow = 'loose';
            },
          },
          {
            ALT: () => {
              const operator = this.CONSUME(op.LooseOperator);
              const operand = this.OR2<syntax.OperandSyntax>([
                { ALT: () => this.SUBRULE3(this.operand) },
                { ALT: () => this.SUBRULE1(this.tuple) },
              ]);
              add(operator, operand);
              follow = followOf(operand);
            },
          },
        ]);
      },
    });
    if (operators === undefined || operands === undefined) return head;
    return { kind: 'operations', operands, operators };
  });

  /** EXPRESSIONS, the left side of `in`: the one place where `[` starts an expression. */
  private readonly tuple = this.RULE('tuple', (): syntax.TupleSyntax => {
    const first = this.CONSUME(op.LeftBracket);
    const items = this.SUBRULE(this.keys);
    const last = this.CONSUME(op.RightBracket);
    return { kind: 'tuple', items, first, last, next: this.LA(1) };
  });

  /** EXPRESSIONS, unary operators, `++` and `--`. */
  private readonly operand = this.RULE('operand', (): syntax.OperandSyntax => {
    let prefixes: IToken[] | undefined;
    this.MANY(() => {
      const operator = this.CONSUME(op.PrefixOperator);
      (prefixes ??= []).push(operator);
    });
    const operand = this.OR<syntax.OperandSyntax>([
      {
        ALT: () => {
          const operator = this.CONSUME(op.StepOperator);
          return { kind: 'step', operator, position: 'prefix', operand: this.SUBRULE(this.value) };
        },
      },
      {
        ALT: () => {
          const value = this.SUBRULE1(this.value);
          const operator = this.OPTION(() => this.CONSUME1(op.StepOperator));
          return operator === undefined
            ? value
            : { kind: 'step', operator, position: 'postfix', operand: value };
        },
      },
    ]);
    return prefixes === undefined ? operand : { kind: 'unary', operators: prefixes, operand };
  });
}
