/**
 * Values that have a syntax of their own: the print functions and the @-operators. stap(1), sections PRINTING,
 * STATISTICS, TYPECASTING, CONSTANTS, DEREFERENCING and REGISTERS.
 */
import type { IToken, ParserMethod } from 'chevrotain';
import type * as syntax from '../syntax.ts';
import * as op from '../tokens/operators.ts';
import * as literal from '../tokens/literals.ts';
import * as word from '../tokens/words.ts';
import { ExpressionRules } from './expressions.ts';

type OperatorArgument = syntax.OperatorCallSyntax['arguments'][number];

export abstract class OperatorRules extends ExpressionRules {
  /** PRINTING: the format and the delimiter are literals. */
  override readonly print: ParserMethod<[], syntax.PrintSyntax> = this.RULE(
    'print',
    (): syntax.PrintSyntax => {
      const first = this.LA(1);
      const list: syntax.ExpressionSyntax[] = [];
      let literalString: syntax.StringSyntax | undefined;
      let afterLiteral: syntax.PrintSyntax['afterLiteral'];
      const shape = this.OR<syntax.PrintSyntax['shape']>([
        {
          ALT: () => {
            this.CONSUME(word.PlainPrint);
            this.CONSUME(op.LeftParenthesis);
            this.MANY_SEP({ SEP: op.Comma, DEF: () => list.push(this.SUBRULE(this.expression)) });
            return 'plain';
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.DelimitedPrint);
            this.CONSUME1(op.LeftParenthesis);
            literalString = this.SUBRULE(this.literalString);
            this.AT_LEAST_ONE(() => {
              this.CONSUME1(op.Comma);
              list.push(this.SUBRULE1(this.expression));
            });
            return 'delimited';
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.FormattedPrint);
            this.CONSUME2(op.LeftParenthesis);
            literalString = this.SUBRULE1(this.literalString);
            afterLiteral = this.LA(1);
            this.MANY(() => {
              this.CONSUME2(op.Comma);
              list.push(this.SUBRULE2(this.expression));
            });
            return 'formatted';
          },
        },
      ]);
      const last = this.CONSUME(op.RightParenthesis);
      return {
        kind: 'print',
        shape,
        literal: literalString,
        afterLiteral,
        arguments: list,
        first,
        last,
        next: this.LA(1),
      };
    },
  );

  /** All @-operators but histograms: each with the arguments it takes. */
  override readonly operatorCall: ParserMethod<[], syntax.OperatorCallSyntax> = this.RULE(
    'operatorCall',
    (): syntax.OperatorCallSyntax => {
      const first = this.LA(1);
      let comma: IToken | undefined;
      const list = this.OR<OperatorArgument[]>([
        {
          ALT: () => {
            this.CONSUME(word.AtCast);
            this.CONSUME(op.LeftParenthesis);
            const operand = this.SUBRULE(this.expression);
            this.CONSUME(op.Comma);
            const found: OperatorArgument[] = [operand, this.SUBRULE(this.literalString)];
            this.OPTION(() => {
              this.CONSUME1(op.Comma);
              found.push(this.SUBRULE1(this.literalString));
            });
            return found;
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.AtVar);
            this.CONSUME1(op.LeftParenthesis);
            const found: OperatorArgument[] = [this.SUBRULE2(this.literalString)];
            this.OPTION1(() => {
              this.CONSUME2(op.Comma);
              found.push(this.SUBRULE3(this.literalString));
            });
            return found;
          },
        },
        {
          ALT: () => {
            this.OR1([
              { ALT: () => this.CONSUME(word.AtDefined) },
              { ALT: () => this.CONSUME(word.AtEntry) },
            ]);
            this.CONSUME2(op.LeftParenthesis);
            return [this.SUBRULE1(this.expression)];
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.AtProbewrite);
            this.CONSUME3(op.LeftParenthesis);
            return [{ kind: 'name', token: this.CONSUME(literal.Name) }];
          },
        },
        {
          ALT: () => {
            this.OR2([
              { ALT: () => this.CONSUME(word.AtPerf) },
              { ALT: () => this.CONSUME(word.AtConstant) },
            ]);
            this.CONSUME4(op.LeftParenthesis);
            return [this.SUBRULE4(this.literalString)];
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.AtEnumName);
            this.CONSUME8(op.LeftParenthesis);
            const found: OperatorArgument[] = [this.SUBRULE5(this.expression)];
            this.OPTION3(() => {
              this.CONSUME5(op.Comma);
              found.push(this.SUBRULE5(this.literalString));
              this.OPTION4(() => {
                this.CONSUME6(op.Comma);
                found.push(this.SUBRULE6(this.literalString));
              });
            });
            return found;
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.AtRegister);
            this.CONSUME5(op.LeftParenthesis);
            return [this.SUBRULE(this.number)];
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.AtDereference);
            this.CONSUME6(op.LeftParenthesis);
            const size = this.SUBRULE1(this.number);
            this.CONSUME3(op.Comma);
            return [size, this.SUBRULE2(this.expression)];
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.AtStatistic);
            this.CONSUME7(op.LeftParenthesis);
            const found: OperatorArgument[] = [this.SUBRULE3(this.expression)];
            this.OPTION2(() => {
              comma = this.CONSUME4(op.Comma);
              found.push(this.SUBRULE2(this.number));
            });
            return found;
          },
        },
      ]);
      return {
        kind: 'operator-call',
        arguments: list,
        comma,
        first,
        last: this.CONSUME(op.RightParenthesis),
      };
    },
  );

  /** STATISTICS: `@hist_log(s)`, `@hist_linear(s, start, stop, step)`. */
  override readonly histogram: ParserMethod<[], syntax.HistogramSyntax> = this.RULE(
    'histogram',
    (): syntax.HistogramSyntax => {
      const first = this.LA(1);
      const bounds: syntax.NumberSyntax[] = [];
      const stat = this.OR([
        {
          ALT: () => {
            this.CONSUME(word.AtHistLog);
            this.CONSUME(op.LeftParenthesis);
            return this.SUBRULE(this.expression);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.AtHistLinear);
            this.CONSUME1(op.LeftParenthesis);
            const found = this.SUBRULE1(this.expression);
            this.CONSUME(op.Comma);
            bounds.push(this.SUBRULE(this.number));
            this.CONSUME1(op.Comma);
            bounds.push(this.SUBRULE1(this.number));
            this.CONSUME2(op.Comma);
            bounds.push(this.SUBRULE2(this.number));
            return found;
          },
        },
      ]);
      return { kind: 'histogram', stat, bounds, first, last: this.CONSUME(op.RightParenthesis) };
    },
  );
}
