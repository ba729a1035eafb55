/**
 * What the parser gives: the concrete syntax, with its tokens. Operator lists are flat, precedence is resolved when the
 * tree of src/ast is built, so neither a long chain nor a long `else if` ladder costs stack here. `first` and `last` are
 * the tokens at a construct's ends.
 */
import type { IToken } from 'chevrotain';

interface Extent {
  readonly first: IToken;
  readonly last: IToken;
}

// ---------------------------------------------------------------- expressions

export type ExpressionSyntax = ChainSyntax | OperationsSyntax | OperandSyntax;

/** `operations { = operations | ? expression : operations }`: assignments and conditionals, neither nested. */
export interface ChainSyntax {
  readonly kind: 'chain';
  readonly head: ExpressionSyntax;
  readonly tails: readonly ChainTail[];
}

export type ChainTail =
  | { readonly kind: 'assign'; readonly operator: IToken; readonly value: ExpressionSyntax }
  | {
      readonly kind: 'conditional';
      readonly question: IToken;
      readonly then: ExpressionSyntax;
      readonly otherwise: ExpressionSyntax;
    };

export interface OperationsSyntax {
  readonly kind: 'operations';
  readonly operands: readonly OperandSyntax[];
  /** One less than operands. */
  readonly operators: readonly IToken[];
}

/** A name or histogram stands to the right of `in`, a string to the right of `=~`. */
export type OperandSyntax = UnarySyntax | StepSyntax | TupleSyntax | AccessSyntax | ValueSyntax;

export interface UnarySyntax {
  readonly kind: 'unary';
  readonly operators: readonly IToken[];
  readonly operand: OperandSyntax;
}

export interface StepSyntax {
  readonly kind: 'step';
  readonly operator: IToken;
  readonly position: 'prefix' | 'postfix';
  readonly operand: OperandSyntax;
}

/** `[k, *]` before `in`. */
export interface TupleSyntax extends Extent {
  readonly kind: 'tuple';
  readonly items: readonly KeySyntax[];
  /** Where SystemTap looks for the `in`. */
  readonly next: IToken;
}

/** The token is a `*`. */
export type KeySyntax = ExpressionSyntax | { readonly kind: 'wildcard'; readonly first: IToken };

export interface AccessSyntax extends Extent {
  readonly kind: 'access';
  readonly ampersand: IToken | undefined;
  readonly value: ValueSyntax;
  readonly steps: readonly AccessStepSyntax[];
}

export type AccessStepSyntax =
  | { readonly kind: 'member'; readonly arrow: IToken; readonly name: IToken }
  | {
      readonly kind: 'index';
      readonly open: IToken;
      readonly index: ExpressionSyntax;
      readonly close: IToken;
    }
  | { readonly kind: 'pretty'; readonly mark: IToken };

export type ValueSyntax =
  | LiteralSyntax
  | GroupSyntax
  | NameSyntax
  | IndexSyntax
  | CallSyntax
  | PrintSyntax
  | OperatorCallSyntax
  | HistogramSyntax
  | BucketSyntax
  | CodeSyntax;

export type LiteralSyntax = NumberSyntax | StringSyntax;

export interface NumberSyntax {
  readonly kind: 'number';
  readonly minus: IToken | undefined;
  readonly token: IToken;
}

export interface StringSyntax {
  readonly kind: 'string';
  /** Adjacent literals, glued before their escapes are read. */
  readonly tokens: readonly IToken[];
}

export interface GroupSyntax extends Extent {
  readonly kind: 'group';
  readonly expression: ExpressionSyntax;
}

export interface NameSyntax {
  readonly kind: 'name';
  readonly token: IToken;
}

/** `first` is the name. */
export interface IndexSyntax extends Extent {
  readonly kind: 'index';
  readonly keys: readonly KeySyntax[];
}

/** `first` is the name. */
export interface CallSyntax extends Extent {
  readonly kind: 'call';
  readonly arguments: readonly ExpressionSyntax[];
}

export interface PrintSyntax extends Extent {
  readonly kind: 'print';
  readonly shape: 'plain' | 'delimited' | 'formatted';
  /** The format or the delimiter. */
  readonly literal: StringSyntax | undefined;
  /** Where messages about the literal point: the token behind it. */
  readonly afterLiteral: IToken | undefined;
  /** The token behind it all. */
  readonly next: IToken;
  readonly arguments: readonly ExpressionSyntax[];
}

/** `@cast(e, "type")`, `@count(e)`, …: `first` is the @-word. */
export interface OperatorCallSyntax extends Extent {
  readonly kind: 'operator-call';
  readonly arguments: readonly (ExpressionSyntax | NameSyntax)[];
  /** Of `@count` and its kin. */
  readonly comma: IToken | undefined;
}

export interface HistogramSyntax extends Extent {
  readonly kind: 'histogram';
  readonly stat: ExpressionSyntax;
  /** Of hist_linear: start, stop, step. */
  readonly bounds: readonly NumberSyntax[];
}

export interface BucketSyntax extends Extent {
  readonly kind: 'bucket';
  readonly histogram: HistogramSyntax;
  readonly index: ExpressionSyntax;
}

export interface CodeSyntax {
  readonly kind: 'code';
  readonly token: IToken;
}

/** What `in` and foreach look into. */
export type BaseSyntax = NameSyntax | HistogramSyntax;

// ---------------------------------------------------------------- statements

export type StatementSyntax =
  | BlockSyntax
  | IfSyntax
  | WhileSyntax
  | ForSyntax
  | ForeachSyntax
  | TrySyntax
  | ReturnSyntax
  | DeleteSyntax
  | WordStatementSyntax
  | ExpressionStatementSyntax;

export interface BlockSyntax extends Extent {
  readonly kind: 'block';
  readonly statements: readonly StatementSyntax[];
}

/** The whole `else if` ladder; `otherwise` is the last else. */
export interface IfSyntax extends Extent {
  readonly kind: 'if';
  readonly branches: readonly BranchSyntax[];
  readonly otherwise: StatementSyntax | undefined;
}

export interface BranchSyntax {
  readonly keyword: IToken;
  readonly condition: ExpressionSyntax;
  readonly body: StatementSyntax;
}

export interface WhileSyntax extends Extent {
  readonly kind: 'while';
  readonly condition: ExpressionSyntax;
  readonly body: StatementSyntax;
}

export interface ForSyntax extends Extent {
  readonly kind: 'for';
  readonly initial: ExpressionSyntax | undefined;
  readonly condition: ExpressionSyntax | undefined;
  readonly step: ExpressionSyntax | undefined;
  readonly body: StatementSyntax;
}

export interface SortedNameSyntax {
  readonly name: IToken;
  readonly mark: IToken | undefined;
}

export interface ForeachSyntax extends Extent {
  readonly kind: 'foreach';
  readonly value: SortedNameSyntax | undefined;
  readonly keys: readonly SortedNameSyntax[];
  readonly base: BaseSyntax;
  readonly slice: readonly KeySyntax[] | undefined;
  readonly operator: IToken | undefined;
  readonly mark: IToken | undefined;
  readonly limit: ExpressionSyntax | undefined;
  readonly body: StatementSyntax;
}

export interface TrySyntax extends Extent {
  readonly kind: 'try';
  readonly body: BlockSyntax;
  readonly variable: IToken | undefined;
  readonly handler: BlockSyntax;
}

export interface ReturnSyntax extends Extent {
  readonly kind: 'return';
  readonly value: ExpressionSyntax | undefined;
}

export interface DeleteSyntax extends Extent {
  readonly kind: 'delete';
  readonly target: ExpressionSyntax;
}

/** `;`, `break`, `continue`, `next`. */
export interface WordStatementSyntax {
  readonly kind: 'word';
  readonly token: IToken;
}

export interface ExpressionStatementSyntax {
  readonly kind: 'expression-statement';
  readonly expression: ExpressionSyntax;
}

// ---------------------------------------------------------------- declarations

export type ItemSyntax = ProbeSyntax | GlobalsSyntax | FunctionSyntax | CodeSyntax;

/** With `aliases` it defines them; without, it is a probe. */
export interface ProbeSyntax extends Extent {
  readonly kind: 'probe';
  /** `name` is a list of one. */
  readonly aliases: readonly { readonly name: readonly PointSyntax[]; readonly operator: IToken }[];
  readonly points: readonly PointSyntax[];
  readonly body: BlockSyntax;
  readonly comma: IToken | undefined;
  readonly epilogue: BlockSyntax | undefined;
}

export interface PointSyntax extends Extent {
  readonly kind: 'point';
  readonly components: readonly ComponentSyntax[];
  /** `?` or `!`. */
  readonly suffix: IToken | undefined;
  readonly condition: ExpressionSyntax | undefined;
}

export type ComponentSyntax = NamedComponentSyntax | GroupComponentSyntax;

export interface NamedComponentSyntax extends Extent {
  readonly kind: 'component';
  /** Adjacent pieces of `sys_*_foo`. */
  readonly pieces: readonly IToken[];
  readonly argument: LiteralSyntax | undefined;
}

export interface GroupComponentSyntax extends Extent {
  readonly kind: 'component-group';
  readonly points: readonly PointSyntax[];
}

export interface GlobalsSyntax {
  readonly kind: 'globals';
  readonly isPrivate: boolean;
  readonly declarations: readonly GlobalSyntax[];
}

/** `first` is the name. */
export interface GlobalSyntax extends Extent {
  readonly wrap: boolean;
  readonly size: IToken | undefined;
  readonly assign: IToken | undefined;
  readonly initial: LiteralSyntax | undefined;
}

export interface FunctionSyntax extends Extent {
  readonly kind: 'function';
  readonly isPrivate: boolean;
  readonly name: IToken;
  readonly type: IToken | undefined;
  readonly parameters: readonly { readonly name: IToken; readonly type: IToken | undefined }[];
  readonly priority: IToken | undefined;
  readonly body: BlockSyntax | CodeSyntax;
}
