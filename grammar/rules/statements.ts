/**
 * Statements, stap(1) section STATEMENTS. A `;` belongs to the simple statement before it, else it is one by itself.
 */
import { type IToken, type ParserMethod } from 'chevrotain';
import type * as syntax from '../syntax.ts';
import * as literal from '../tokens/literals.ts';
import * as op from '../tokens/operators.ts';
import * as word from '../tokens/words.ts';
import { OperatorRules } from './operators.ts';

export abstract class StatementRules extends OperatorRules {
  /** `{ STMT1 STMT2 … }` */
  protected readonly block: ParserMethod<[], syntax.BlockSyntax> = this.RULE(
    'block',
    (): syntax.BlockSyntax => {
      const statements: syntax.StatementSyntax[] = [];
      const first = this.CONSUME(op.LeftBrace);
      this.MANY(() => statements.push(this.SUBRULE(this.statement)));
      return { kind: 'block', statements, first, last: this.CONSUME(op.RightBrace) };
    },
  );

  protected readonly statement: ParserMethod<[], syntax.StatementSyntax> = this.RULE('statement', () => {
    this.enter('statement');
    const statement = this.OR<syntax.StatementSyntax>([
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => ({ kind: 'word', token: this.CONSUME1(op.Semicolon) }) },
      { ALT: () => this.SUBRULE(this.ifStatement) },
      { ALT: () => this.SUBRULE(this.whileStatement) },
      { ALT: () => this.SUBRULE(this.forStatement) },
      { ALT: () => this.SUBRULE(this.foreachStatement) },
      { ALT: () => this.SUBRULE(this.tryStatement) },
      { ALT: () => this.SUBRULE(this.returnStatement) },
      { ALT: () => this.SUBRULE(this.deleteStatement) },
      { ALT: () => this.SUBRULE(this.jumpStatement) },
      { ALT: () => this.SUBRULE(this.expressionStatement) },
    ]);
    this.leave('statement');
    return statement;
  });

  /** `if (EXP) STMT1 [ else STMT2 ]`; a ladder of `else if` is one statement here. */
  private readonly ifStatement = this.RULE('ifStatement', (): syntax.IfSyntax => {
    const branches: syntax.BranchSyntax[] = [];
    let otherwise: syntax.StatementSyntax | undefined;
    const first = this.LA(1);
    branches.push(this.SUBRULE(this.branch));
    this.MANY({
      GATE: () => otherwise === undefined,
      DEF: () => {
        this.CONSUME(word.Else);
        this.OR([
          { ALT: () => branches.push(this.SUBRULE1(this.branch)) },
          {
            ALT: () => {
              otherwise = this.SUBRULE(this.statement);
            },
            // An `if` is taken by the branch above.
            IGNORE_AMBIGUITIES: true,
          },
        ]);
      },
    });
    return { kind: 'if', branches, otherwise, first, last: this.LA(0) };
  });

  private readonly branch = this.RULE('branch', (): syntax.BranchSyntax => {
    const keyword = this.CONSUME(word.If);
    this.CONSUME(op.LeftParenthesis);
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(op.RightParenthesis);
    return { keyword, condition, body: this.SUBRULE(this.statement) };
  });

  /** `while (EXP) STMT` */
  private readonly whileStatement = this.RULE('whileStatement', (): syntax.WhileSyntax => {
    const first = this.CONSUME(word.While);
    this.CONSUME(op.LeftParenthesis);
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(op.RightParenthesis);
    const body = this.SUBRULE(this.statement);
    return { kind: 'while', condition, body, first, last: this.LA(0) };
  });

  /** `for (EXP1; EXP2; EXP3) STMT`; each may be missing. */
  private readonly forStatement = this.RULE('forStatement', (): syntax.ForSyntax => {
    const first = this.CONSUME(word.For);
    this.CONSUME(op.LeftParenthesis);
    const initial = this.OPTION(() => this.SUBRULE(this.expression));
    this.CONSUME(op.Semicolon);
    const condition = this.OPTION1(() => this.SUBRULE1(this.expression));
    this.CONSUME1(op.Semicolon);
    const step = this.OPTION2(() => this.SUBRULE2(this.expression));
    this.CONSUME(op.RightParenthesis);
    const body = this.SUBRULE(this.statement);
    return { kind: 'for', initial, condition, step, body, first, last: this.LA(0) };
  });

  /** `foreach ([VAR =] VAR | [VAR, …] in ARRAY [slice] [@op] [+|-] [limit EXP]) STMT` */
  private readonly foreachStatement = this.RULE('foreachStatement', (): syntax.ForeachSyntax => {
    const first = this.CONSUME(word.Foreach);
    this.CONSUME(op.LeftParenthesis);
    let value: syntax.SortedNameSyntax | undefined;
    let keys: syntax.SortedNameSyntax[] = [];
    this.OR([
      {
        ALT: () => {
          keys = this.SUBRULE(this.foreachKeys);
        },
      },
      {
        ALT: () => {
          const name = this.SUBRULE(this.sortedName);
          this.OPTION(() => {
            this.CONSUME(op.Assign);
            value = name;
            this.OR1([
              {
                ALT: () => {
                  keys = this.SUBRULE1(this.foreachKeys);
                },
              },
              {
                ALT: () => {
                  keys = [this.SUBRULE1(this.sortedName)];
                },
              },
            ]);
          });
          if (value === undefined) keys = [name];
        },
      },
    ]);
    this.CONSUME(word.In);
    const base = this.SUBRULE(this.base);
    const slice = this.OPTION1(() => this.SUBRULE(this.slice));
    let operator: IToken | undefined;
    let mark: IToken | undefined;
    this.OPTION2(() =>
      this.OR2([
        {
          ALT: () => {
            operator = this.CONSUME(literal.AtWord);
            mark = this.CONSUME(op.SortMark);
          },
        },
        {
          ALT: () => {
            mark = this.CONSUME1(op.SortMark);
          },
        },
      ]),
    );
    const limit = this.OPTION3(() => {
      this.CONSUME(word.Limit);
      return this.SUBRULE(this.expression);
    });
    this.CONSUME(op.RightParenthesis);
    const body = this.SUBRULE(this.statement);
    return {
      kind: 'foreach',
      value,
      keys,
      base,
      slice,
      operator,
      mark,
      limit,
      body,
      first,
      last: this.LA(0),
    };
  });

  private readonly foreachKeys = this.RULE('foreachKeys', (): syntax.SortedNameSyntax[] => {
    const keys: syntax.SortedNameSyntax[] = [];
    this.CONSUME(op.LeftBracket);
    this.AT_LEAST_ONE_SEP({ SEP: op.Comma, DEF: () => keys.push(this.SUBRULE(this.sortedName)) });
    this.CONSUME(op.RightBracket);
    return keys;
  });

  private readonly sortedName = this.RULE('sortedName', (): syntax.SortedNameSyntax => {
    const name = this.CONSUME(literal.Name);
    return { name, mark: this.OPTION(() => this.CONSUME(op.SortMark)) };
  });

  private readonly slice = this.RULE('slice', (): syntax.KeySyntax[] => {
    this.CONSUME(op.LeftBracket);
    const keys = this.SUBRULE(this.keys);
    this.CONSUME(op.RightBracket);
    return keys;
  });

  /** `try { … } catch (VAR) { … }` */
  private readonly tryStatement = this.RULE('tryStatement', (): syntax.TrySyntax => {
    const first = this.CONSUME(word.Try);
    const body = this.SUBRULE(this.block);
    this.CONSUME(word.Catch);
    const variable = this.OPTION((): IToken => {
      this.CONSUME(op.LeftParenthesis);
      const name = this.CONSUME(literal.Name);
      this.CONSUME(op.RightParenthesis);
      return name;
    });
    const handler = this.SUBRULE1(this.block);
    return { kind: 'try', body, variable, handler, first, last: handler.last };
  });

  /** `return [EXP]`: only `;` and `}` stand for no value. */
  private readonly returnStatement = this.RULE('returnStatement', (): syntax.ReturnSyntax => {
    const first = this.CONSUME(word.Return);
    let value: syntax.ExpressionSyntax | undefined;
    this.OR([
      { ALT: () => this.CONSUME(op.Semicolon) },
      { GATE: () => this.LA(1).tokenType === op.RightBrace, ALT: () => undefined },
      {
        ALT: () => {
          value = this.SUBRULE(this.expression);
          this.OPTION(() => this.CONSUME1(op.Semicolon));
        },
      },
    ]);
    return { kind: 'return', value, first, last: this.LA(0) };
  });

  /** `delete ARRAY[INDEX1, …]`, `delete ARRAY`, `delete SCALAR` */
  private readonly deleteStatement = this.RULE('deleteStatement', (): syntax.DeleteSyntax => {
    const first = this.CONSUME(word.Delete);
    const target = this.SUBRULE(this.expression);
    const last = this.LA(0);
    this.OPTION(() => this.CONSUME(op.Semicolon));
    return { kind: 'delete', target, first, last };
  });

  /** `break`, `continue`, `next` */
  private readonly jumpStatement = this.RULE('jumpStatement', (): syntax.WordStatementSyntax => {
    const token = this.OR([
      { ALT: () => this.CONSUME(word.Break) },
      { ALT: () => this.CONSUME(word.Continue) },
      { ALT: () => this.CONSUME(word.Next) },
    ]);
    this.OPTION(() => this.CONSUME(op.Semicolon));
    return { kind: 'word', token };
  });

  /** `EXP` */
  private readonly expressionStatement = this.RULE(
    'expressionStatement',
    (): syntax.ExpressionStatementSyntax => {
      const expression = this.SUBRULE(this.expression);
      this.OPTION(() => this.CONSUME(op.Semicolon));
      return { kind: 'expression-statement', expression };
    },
  );
}
