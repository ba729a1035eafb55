/**
 * Values: what operators work on. stap(1), sections EXPRESSIONS, PRINTING, STATISTICS, TYPECASTING, DEREFERENCING and
 * VARIABLES (for `$name` and the `->`, `[…]` and `$` behind any value).
 */
import type { IToken, ParserMethod } from 'chevrotain';
import type * as syntax from '../syntax.ts';
import * as literal from '../tokens/literals.ts';
import * as op from '../tokens/operators.ts';
import { NestingRules } from './nesting.ts';

export abstract class ValueRules extends NestingRules {
  abstract readonly expression: ParserMethod<[], syntax.ExpressionSyntax>;

  abstract readonly print: ParserMethod<[], syntax.PrintSyntax>;

  abstract readonly operatorCall: ParserMethod<[], syntax.OperatorCallSyntax>;

  abstract readonly histogram: ParserMethod<[], syntax.HistogramSyntax>;

  /** EXPRESSIONS; VARIABLES: a value, and the members and elements reached through it. */
  protected readonly value = this.RULE('value', (): syntax.AccessSyntax | syntax.ValueSyntax => {
    const ampersand = this.OPTION(() => this.CONSUME(op.Ampersand));
    const first = this.LA(1);
    const value = this.OR<syntax.ValueSyntax>([
      { ALT: () => this.SUBRULE(this.named) },
      { ALT: () => ({ kind: 'name', token: this.CONSUME(literal.TargetName) }) },
      { ALT: () => this.SUBRULE(this.literal) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.print) },
      { ALT: () => this.SUBRULE(this.operatorCall) },
      { ALT: () => this.SUBRULE(this.bucket) },
      { ALT: () => ({ kind: 'code', token: this.CONSUME(literal.EmbeddedCode) }) },
    ]);
    let steps: syntax.AccessStepSyntax[] | undefined;
    this.MANY(() => {
      const step = this.SUBRULE(this.step);
      (steps ??= []).push(step);
    });
    if (steps === undefined && ampersand === undefined) return value;
    return {
      kind: 'access',
      ampersand,
      value,
      steps: steps ?? [],
      first: ampersand ?? first,
      last: this.LA(0),
    };
  });

  /** TYPECASTING: `->member`, `[index]`, and `$` or `$$` for the whole as text. */
  private readonly step = this.RULE('step', (): syntax.AccessStepSyntax =>
    this.OR<syntax.AccessStepSyntax>([
      {
        ALT: () => {
          const arrow = this.CONSUME(op.Arrow);
          return { kind: 'member', arrow, name: this.CONSUME(literal.Word) };
        },
      },
      {
        ALT: () => {
          const open = this.CONSUME(op.LeftBracket);
          const index = this.SUBRULE(this.expression);
          return { kind: 'index', open, index, close: this.CONSUME(op.RightBracket) };
        },
      },
      { ALT: () => ({ kind: 'pretty', mark: this.CONSUME(literal.PrettyMark) }) },
    ]),
  );

  /** VARIABLES, FUNCTIONS: a variable, an array element, or a call. */
  private readonly named = this.RULE('named', (): syntax.ValueSyntax => {
    const first = this.CONSUME(literal.Identifier);
    return this.OR<syntax.ValueSyntax>([
      {
        ALT: () => {
          const list = this.SUBRULE(this.call);
          return { kind: 'call', arguments: list, first, last: this.LA(0) };
        },
      },
      {
        ALT: () => {
          const keys = this.SUBRULE(this.subscript);
          return { kind: 'index', keys, first, last: this.LA(0) };
        },
      },
      { ALT: () => ({ kind: 'name', token: first }) },
    ]);
  });

  /** FUNCTIONS: the arguments of a call; no comma behind the last. */
  private readonly call = this.RULE('call', (): syntax.ExpressionSyntax[] => {
    const list: syntax.ExpressionSyntax[] = [];
    this.CONSUME(op.LeftParenthesis);
    this.MANY_SEP({ SEP: op.Comma, DEF: () => list.push(this.SUBRULE(this.expression)) });
    this.CONSUME(op.RightParenthesis);
    return list;
  });

  /** VARIABLES: `[k, *]` behind an array. */
  private readonly subscript = this.RULE('subscript', (): syntax.KeySyntax[] => {
    this.CONSUME(op.LeftBracket);
    const keys = this.SUBRULE(this.keys);
    this.CONSUME(op.RightBracket);
    return keys;
  });

  /** VARIABLES: array keys; `*` stands for any. */
  protected readonly keys = this.RULE('keys', (): syntax.KeySyntax[] => {
    const keys: syntax.KeySyntax[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: op.Comma,
      DEF: () => {
        const key = this.OR<syntax.KeySyntax>([
          { ALT: () => ({ kind: 'wildcard', first: this.CONSUME(op.Star) }) },
          { ALT: () => this.SUBRULE(this.expression) },
        ]);
        keys.push(key);
      },
    });
    return keys;
  });

  private readonly group = this.RULE('group', (): syntax.GroupSyntax => {
    const first = this.CONSUME(op.LeftParenthesis);
    const expression = this.SUBRULE(this.expression);
    return { kind: 'group', expression, first, last: this.CONSUME(op.RightParenthesis) };
  });

  /** GENERAL SYNTAX. The minus is for places that take literals only; elsewhere the unary operator had it before. */
  protected readonly literal = this.RULE('literal', (): syntax.LiteralSyntax =>
    this.OR<syntax.LiteralSyntax>([
      { ALT: () => this.SUBRULE(this.number) },
      { ALT: () => this.SUBRULE(this.literalString) },
    ]),
  );

  protected readonly number = this.RULE('number', (): syntax.NumberSyntax => {
    const minus = this.OPTION(() => this.CONSUME(op.Minus));
    return { kind: 'number', minus, token: this.CONSUME(literal.NumberLiteral) };
  });

  /** GENERAL SYNTAX: adjacent literals are one. */
  protected readonly literalString = this.RULE('literalString', (): syntax.StringSyntax => {
    const tokens: IToken[] = [];
    this.AT_LEAST_ONE(() => tokens.push(this.CONSUME(literal.StringLiteral)));
    return { kind: 'string', tokens };
  });

  /** STATISTICS: a histogram, or with an index one of its buckets. */
  private readonly bucket = this.RULE('bucket', (): syntax.HistogramSyntax | syntax.BucketSyntax => {
    const histogram = this.SUBRULE(this.histogram);
    const index = this.OPTION(() => {
      this.CONSUME(op.LeftBracket);
      const found = this.SUBRULE(this.expression);
      this.CONSUME(op.RightBracket);
      return found;
    });
    if (index === undefined) return histogram;
    return { kind: 'bucket', histogram, index, first: histogram.first, last: this.LA(0) };
  });

  /** STATISTICS, STATEMENTS: what `in` and foreach look into. */
  protected readonly base = this.RULE('base', (): syntax.BaseSyntax =>
    this.OR<syntax.BaseSyntax>([
      { ALT: () => ({ kind: 'name', token: this.CONSUME(literal.Name) }) },
      { ALT: () => this.SUBRULE(this.histogram) },
    ]),
  );
}
