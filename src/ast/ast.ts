/**
 * The syntax tree of one script or tapset file, after preprocessing. Every node carries
 * - `span`: all of its text (of a macro's expansion: the text at the place of use), and
 * - `token`: the one token that SystemTap's messages name for it (`operator '/'`, `identifier 'f'`, `keyword at …`).
 * Passes before lowering rebuild nodes, never change them. stap(1), section SCRIPT LANGUAGE.
 */
import type { SourceFile, Span } from '../source/source.ts';

export type TokenKind = 'identifier' | 'keyword' | 'operator' | 'number' | 'string' | 'embedded-code';

export interface TokenRef {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
}

interface NodeBase {
  readonly span: Span;
  readonly token: TokenRef;
}

// ---------------------------------------------------------------- files and declarations

export interface Comment {
  readonly text: string;
  readonly span: Span;
}

export interface File {
  readonly kind: 'File';
  readonly source: SourceFile;
  readonly items: readonly Item[];
  /** In order of appearance; the printer puts each before the node that follows it. */
  readonly comments: readonly Comment[];
}

export type Item = Probe | Alias | Global | FunctionDeclaration | EmbeddedCode;

export type TypeName = 'long' | 'string';

export interface Probe extends NodeBase {
  readonly kind: 'Probe';
  readonly points: readonly ProbePoint[];
  readonly body: Block;
}

/** `probe a.b = point, … { prologue }, { epilogue }`; with `+=` the first block is the epilogue. */
export interface Alias extends NodeBase {
  readonly kind: 'Alias';
  readonly names: readonly ProbePoint[];
  readonly points: readonly ProbePoint[];
  readonly prologue: Block | undefined;
  readonly epilogue: Block | undefined;
}

export interface Global extends NodeBase {
  readonly kind: 'Global';
  readonly name: string;
  readonly isPrivate: boolean;
  /** `%`: the oldest element makes room. */
  readonly wrap: boolean;
  readonly size: number | undefined;
  readonly initial: NumberLiteral | StringLiteral | undefined;
}

export interface Parameter extends NodeBase {
  readonly kind: 'Parameter';
  readonly name: string;
  readonly type: TypeName | undefined;
}

export interface FunctionDeclaration extends NodeBase {
  readonly kind: 'FunctionDeclaration';
  readonly name: string;
  readonly isPrivate: boolean;
  readonly type: TypeName | undefined;
  readonly parameters: readonly Parameter[];
  /** `:N` after the parameter list. */
  readonly priority: number | undefined;
  readonly body: Block | EmbeddedCode;
}

/** `%{ … %}`. In the tapset it declares an intrinsic by pragmas in comments (src/tapset/README.md). */
export interface EmbeddedCode extends NodeBase {
  readonly kind: 'EmbeddedCode';
  /** Between `%{` and `%}`. */
  readonly code: string;
}

/** `comp.comp(…)? if (e)`; brace groups are kept as written and expanded in name resolution. */
export interface ProbePoint extends NodeBase {
  readonly kind: 'ProbePoint';
  readonly components: readonly PointComponent[];
  readonly suffix: '?' | '!' | undefined;
  readonly condition: Expression | undefined;
}

export type PointComponent = NamedComponent | GroupComponent;

export interface NamedComponent extends NodeBase {
  readonly kind: 'NamedComponent';
  /** May hold `*` and `**`. */
  readonly name: string;
  readonly argument: NumberLiteral | StringLiteral | undefined;
}

export interface GroupComponent extends NodeBase {
  readonly kind: 'GroupComponent';
  readonly points: readonly ProbePoint[];
}

// ---------------------------------------------------------------- statements

export type Statement =
  | Block
  | EmptyStatement
  | ExpressionStatement
  | IfStatement
  | WhileStatement
  | ForStatement
  | ForeachStatement
  | TryStatement
  | ReturnStatement
  | DeleteStatement
  | BreakStatement
  | ContinueStatement
  | NextStatement;

export interface Block extends NodeBase {
  readonly kind: 'Block';
  readonly statements: readonly Statement[];
}

export interface EmptyStatement extends NodeBase {
  readonly kind: 'EmptyStatement';
}

export interface ExpressionStatement extends NodeBase {
  readonly kind: 'ExpressionStatement';
  readonly expression: Expression;
}

export interface IfStatement extends NodeBase {
  readonly kind: 'IfStatement';
  readonly condition: Expression;
  readonly then: Statement;
  readonly otherwise: Statement | undefined;
}

export interface WhileStatement extends NodeBase {
  readonly kind: 'WhileStatement';
  readonly condition: Expression;
  readonly body: Statement;
}

export interface ForStatement extends NodeBase {
  readonly kind: 'ForStatement';
  readonly initial: Expression | undefined;
  readonly condition: Expression | undefined;
  readonly step: Expression | undefined;
  readonly body: Statement;
}

export type SortDirection = 'ascending' | 'descending';
export type StatOperator = 'count' | 'sum' | 'min' | 'max' | 'avg' | 'variance';

/** `foreach (value = [keys] in base[slice] @op± limit n)` */
export interface ForeachStatement extends NodeBase {
  readonly kind: 'ForeachStatement';
  readonly value: Identifier | undefined;
  readonly keys: readonly Identifier[];
  readonly base: Identifier | Histogram;
  readonly slice: readonly (Expression | Wildcard)[] | undefined;
  /** The one sort mark; `by` is `value`, or the place of the key it stands behind. */
  readonly sort:
    | {
        readonly by: 'value' | number;
        readonly operator: StatOperator | undefined;
        readonly direction: SortDirection;
      }
    | undefined;
  readonly limit: Expression | undefined;
  readonly body: Statement;
}

export interface TryStatement extends NodeBase {
  readonly kind: 'TryStatement';
  readonly body: Block;
  readonly variable: Identifier | undefined;
  readonly handler: Block;
}

export interface ReturnStatement extends NodeBase {
  readonly kind: 'ReturnStatement';
  readonly value: Expression | undefined;
}

export interface DeleteStatement extends NodeBase {
  readonly kind: 'DeleteStatement';
  readonly target: Expression;
}

export interface BreakStatement extends NodeBase {
  readonly kind: 'BreakStatement';
}

export interface ContinueStatement extends NodeBase {
  readonly kind: 'ContinueStatement';
}

export interface NextStatement extends NodeBase {
  readonly kind: 'NextStatement';
}

// ---------------------------------------------------------------- expressions

export type Expression =
  | NumberLiteral
  | StringLiteral
  | Identifier
  | Index
  | Call
  | Unary
  | Step
  | Binary
  | Logical
  | Comparison
  | Concatenation
  | RegexMatch
  | Membership
  | Conditional
  | Assignment
  | Print
  | StatExtract
  | Histogram
  | HistogramBucket
  | TargetVariable
  | Cast
  | AtVar
  | Autocast
  | Defined
  | Entry
  | ProbeWrite
  | Perf
  | OperatorCall
  | EmbeddedExpression;

export interface NumberLiteral extends NodeBase {
  readonly kind: 'NumberLiteral';
  /** Signed 64-bit: literals from 2^63 wrap. */
  readonly value: bigint;
}

export interface StringLiteral extends NodeBase {
  readonly kind: 'StringLiteral';
  /** Bytes after the escapes were read; may hold NUL, which ends the string where it is used. */
  readonly value: string;
}

/** A local, a global, or (as the base of an index) an array. */
export interface Identifier extends NodeBase {
  readonly kind: 'Identifier';
  readonly name: string;
}

export interface Wildcard extends NodeBase {
  readonly kind: 'Wildcard';
}

/** `a[k, *]` on a script array. */
export interface Index extends NodeBase {
  readonly kind: 'Index';
  readonly base: Identifier;
  readonly keys: readonly (Expression | Wildcard)[];
}

export interface Call extends NodeBase {
  readonly kind: 'Call';
  readonly name: string;
  readonly arguments: readonly Expression[];
}

export interface Unary extends NodeBase {
  readonly kind: 'Unary';
  readonly operator: '-' | '+' | '!' | '~';
  readonly operand: Expression;
}

/** `++x`, `x++`, `--x`, `x--` */
export interface Step extends NodeBase {
  readonly kind: 'Step';
  readonly operator: '++' | '--';
  readonly position: 'prefix' | 'postfix';
  readonly operand: Expression;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>' | '>>>';

export interface Binary extends NodeBase {
  readonly kind: 'Binary';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Logical extends NodeBase {
  readonly kind: 'Logical';
  readonly operator: '&&' | '||';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Comparison extends NodeBase {
  readonly kind: 'Comparison';
  readonly operator: '<' | '>' | '<=' | '>=' | '==' | '!=';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Concatenation extends NodeBase {
  readonly kind: 'Concatenation';
  readonly left: Expression;
  readonly right: Expression;
}

export interface RegexMatch extends NodeBase {
  readonly kind: 'RegexMatch';
  readonly operator: '=~' | '!~';
  readonly value: Expression;
  readonly pattern: StringLiteral;
}

/** `k in a`, `[k, *] in a`, `i in @hist_log(s)` */
export interface Membership extends NodeBase {
  readonly kind: 'Membership';
  readonly keys: readonly (Expression | Wildcard)[];
  readonly base: Identifier | Histogram;
}

export interface Conditional extends NodeBase {
  readonly kind: 'Conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export type AssignmentOperator =
  '=' | '<<<' | '.=' | '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=';

/** `<<<` too: its value is the number added. */
export interface Assignment extends NodeBase {
  readonly kind: 'Assignment';
  readonly operator: AssignmentOperator;
  readonly target: Expression;
  readonly value: Expression;
}

export type PrintName =
  | 'print'
  | 'println'
  | 'printd'
  | 'printdln'
  | 'printf'
  | 'print_char'
  | 'sprint'
  | 'sprintln'
  | 'sprintd'
  | 'sprintdln'
  | 'sprintf';

export interface Print extends NodeBase {
  readonly kind: 'Print';
  readonly name: PrintName;
  /** Of printf and sprintf, parsed and checked. */
  readonly format: readonly FormatPart[] | undefined;
  /** Of the …d forms. */
  readonly delimiter: string | undefined;
  /** Values only: neither the format nor the delimiter. */
  readonly arguments: readonly Expression[];
}

export type FormatPart = FormatText | FormatConversion;

export interface FormatText {
  readonly kind: 'text';
  readonly text: string;
}

export type ConversionFlag = 'minus' | 'zero' | 'plus' | 'space' | 'special';

/** One `%` conversion, stap(1) section PRINTING. `dynamic` takes the next argument. */
export interface FormatConversion {
  readonly kind: 'conversion';
  readonly type: 'd' | 'u' | 'o' | 'x' | 'X' | 'p' | 'c' | 's' | 'm' | 'M' | 'b';
  readonly flags: readonly ConversionFlag[];
  readonly width: number | 'dynamic' | undefined;
  readonly precision: number | 'dynamic' | undefined;
}

export interface StatExtract extends NodeBase {
  readonly kind: 'StatExtract';
  readonly operator: StatOperator;
  readonly stat: Expression;
  /** Bit shift of @variance. */
  readonly shift: NumberLiteral | undefined;
}

export interface Histogram extends NodeBase {
  readonly kind: 'Histogram';
  readonly stat: Expression;
  readonly shape: HistogramShape;
}

export type HistogramShape =
  | { readonly kind: 'log' }
  | { readonly kind: 'linear'; readonly low: bigint; readonly high: bigint; readonly step: bigint };

/** `@hist_log(s)[i]` */
export interface HistogramBucket extends NodeBase {
  readonly kind: 'HistogramBucket';
  readonly histogram: Histogram;
  readonly index: Expression;
}

export type AccessStep =
  | { readonly kind: 'member'; readonly name: string; readonly span: Span }
  | { readonly kind: 'index'; readonly index: Expression; readonly span: Span };

interface Accessed {
  readonly addressOf: boolean;
  readonly steps: readonly AccessStep[];
  /** `$x$` prints the structure, `$x$$` nested ones too. */
  readonly pretty: '' | '$' | '$$';
}

/** `$name->a[1]`; `$$vars` and its kin have `name` with both dollars. */
export interface TargetVariable extends NodeBase, Accessed {
  readonly kind: 'TargetVariable';
  /** With the dollar: `$skb`, `$$parms`, `$return`. */
  readonly name: string;
}

export interface Cast extends NodeBase, Accessed {
  readonly kind: 'Cast';
  readonly operand: Expression;
  readonly type: string;
  readonly module: string | undefined;
}

/** `@var("name@cu", "module")` */
export interface AtVar extends NodeBase, Accessed {
  readonly kind: 'AtVar';
  readonly name: string;
  readonly module: string | undefined;
}

/** `->` or `[]` behind any other value: its type is the one its value came with. */
export interface Autocast extends NodeBase, Accessed {
  readonly kind: 'Autocast';
  readonly operand: Expression;
}

export interface Defined extends NodeBase {
  readonly kind: 'Defined';
  readonly operand: Expression;
}

export interface Entry extends NodeBase {
  readonly kind: 'Entry';
  readonly operand: Expression;
}

export interface ProbeWrite extends NodeBase {
  readonly kind: 'ProbeWrite';
  readonly name: string;
}

export interface Perf extends NodeBase {
  readonly kind: 'Perf';
  readonly counter: string;
}

/** `@const("C")`, `@enum("N")`, `@enumname(e, "type")`, `@kregister(n)`, `@uregister(n)`, `@kderef(n, e)`, `@uderef(n, e)`. */
export interface OperatorCall extends NodeBase {
  readonly kind: 'OperatorCall';
  readonly operator: 'const' | 'enum' | 'enumname' | 'kregister' | 'uregister' | 'kderef' | 'uderef';
  readonly arguments: readonly Expression[];
}

export interface EmbeddedExpression extends NodeBase {
  readonly kind: 'EmbeddedExpression';
  readonly code: string;
}

export type Node = File | Item | Parameter | ProbePoint | PointComponent | Statement | Expression | Wildcard;
