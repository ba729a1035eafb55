/**
 * The intermediate representation: what a script means, with names bound, types settled and sugar gone. Lowering builds
 * it, the planner divides it, the three targets read it; nothing changes a node. Structured statements, no jumps but
 * break, continue, next and return, since all targets are structured languages.
 *
 * Evaluation order, for every engine (stap(1) leaves it open; this is what SystemTap does):
 * operands left to right; the keys of a place before the value assigned; a compound assignment reads its place after
 * its value was evaluated.
 *
 * Values: `long` is a signed 64-bit number that wraps, `string` a byte string of at most MAXSTRINGLEN-1 bytes without
 * NUL. Whatever makes a string (a local's, element's or global's new value, a key, `concat`, `format`, a call's result)
 * cuts it to that length.
 */
import type { AttachPoint } from '../program/attach-point.ts';
import type { CType } from '../program/c-type.ts';

export type ScalarType = 'long' | 'string';

/** Where a run-time error is reported: prints as `near operator '/' at FILE:LINE:COLUMN`; a keyword has no text. */
export interface Site {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly tokenKind: 'identifier' | 'keyword' | 'operator' | 'number' | 'string' | 'embedded-code';
  readonly token: string;
}

// ---------------------------------------------------------------- program

export interface Program {
  readonly limits: Limits;
  readonly globals: readonly Global[];
  readonly functions: readonly Function[];
  /** In the order of derivation: equal sequence numbers run in this order. */
  readonly probes: readonly Probe[];
}

/** SystemTap's -D limits (stap(1), SAFETY AND SECURITY). */
export interface Limits {
  /** Bytes of a string with its NUL. */
  readonly maxStringLength: number;
  readonly maxMapEntries: number;
  /** Statements a timer's or an event's handler may run. */
  readonly maxAction: number;
  /** Statements a begin, end or error handler may run (MAXACTION_INTERRUPTIBLE). */
  readonly maxActionInterruptible: number;
  readonly maxErrors: number;
  readonly maxSkipped: number;
  /** Nested function calls: so many may be running at once, the next one raises "MAXNESTING exceeded". */
  readonly maxNesting: number;
  /** Tries to take the lock, and microseconds between them. */
  readonly maxTryLock: number;
  readonly tryLockDelayUs: number;
}

export type Global = ScalarGlobal | StatGlobal | ArrayGlobal;

interface GlobalBase {
  /** Index in `Program.globals`. */
  readonly id: number;
  /** As the script spells it; private names of library files are made unique with a prefix. */
  readonly name: string;
}

export interface ScalarGlobal extends GlobalBase {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  readonly initial: bigint | string;
}

export interface StatGlobal extends GlobalBase {
  readonly kind: 'stat';
  readonly stat: StatShape;
}

export interface ArrayGlobal extends GlobalBase {
  readonly kind: 'array';
  readonly keys: readonly ScalarType[];
  readonly value: ScalarType | 'stat';
  /** Defined when `value` is `stat`. */
  readonly stat: StatShape | undefined;
  readonly capacity: number;
  /** Declared `a[N]`: its overflow names the size, not MAXMAPENTRIES. */
  readonly sized: boolean;
  /** Declared `a%`: at capacity the first element in the array's current order makes room. */
  readonly wrap: boolean;
}

export type StatOperator = 'count' | 'sum' | 'min' | 'max' | 'avg' | 'variance';

/** What is kept of an aggregate: only what some expression reads. */
export interface StatShape {
  readonly operators: readonly StatOperator[];
  /** Bits that @variance computes with behind the point. */
  readonly shift: number;
  readonly histogram: HistogramShape | undefined;
}

export type HistogramShape =
  | { readonly kind: 'log' }
  | { readonly kind: 'linear'; readonly low: bigint; readonly high: bigint; readonly step: bigint };

export interface Local {
  /** Index in its function's or probe's `locals`. */
  readonly index: number;
  readonly name: string;
  readonly type: ScalarType;
}

/** Every call starts with all locals 0 or "", but its parameters, which are the first locals. */
export interface Function {
  readonly id: number;
  readonly name: string;
  readonly parameterCount: number;
  readonly locals: readonly Local[];
  readonly result: ScalarType | 'void';
  readonly body: Block;
  /** The overload that `next` falls to; undefined: `next` raises "all functions exhausted". */
  readonly nextOverload: number | undefined;
  readonly origin: 'user' | 'tapset';
}

export interface Probe {
  /** Index in `Program.probes`. */
  readonly id: number;
  readonly point: AttachPoint;
  /** What pp() gives: the resolved probe point, `kernel.trace("kfree_skb")`. */
  readonly pointText: string;
  /** What pn() gives: the script's own spelling. */
  readonly name: string;
  /** `if (…)` behind the point: false switches the probe off. Reads globals only. */
  readonly condition: Expression | undefined;
  readonly locals: readonly Local[];
  readonly body: Block;
  readonly site: Site;
  /** The script's own text of the probe, for comments in generated code. */
  readonly text: string;
}

// ---------------------------------------------------------------- statements

export type Statement =
  | Block
  | Charge
  | Evaluate
  | Print
  | If
  | Loop
  | Foreach
  | ForeachBucket
  | Try
  | Return
  | Next
  | Break
  | Continue
  | StatAdd
  | Delete
  | DeleteMatching
  | Scope
  | Leave
  | Capture;

export interface Block {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}

/** Counts `actions` against MAXACTION; when it runs out, the handler ends with an error that nothing catches. */
export interface Charge {
  readonly kind: 'charge';
  readonly actions: number;
  readonly site: Site;
}

export interface Evaluate {
  readonly kind: 'evaluate';
  readonly expression: Expression;
}

/** print, println, printd, printdln, printf, print_char: to the output. */
export interface Print {
  readonly kind: 'print';
  readonly parts: readonly FormatPart[];
  readonly site: Site;
}

export interface If {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: Block;
  readonly otherwise: Block | undefined;
}

/** while and for: test, body, step; `continue` goes to the step. */
export interface Loop {
  readonly kind: 'loop';
  readonly condition: Expression | undefined;
  readonly body: Block;
  readonly step: Block | undefined;
  /** In the kernel part of a streamed handler: it ends after so many turns. */
  readonly most?: number;
  /** Likewise: the local that becomes 1 behind it if it ended before that. */
  readonly whole?: number;
}

export interface SortOrder {
  /** The element's value, its key's place, or a statistic of it. */
  readonly by:
    | { readonly kind: 'value' }
    | { readonly kind: 'key'; readonly index: number }
    | { readonly kind: 'stat'; readonly operator: StatOperator };
  readonly direction: 'ascending' | 'descending';
}

/**
 * Sorting is in place and stable: later loops see its order. With a limit N from 1 to 30 only the front is sorted: the first N
 * elements are; then each further one, in order, that sorts before the last of them is taken out and put in behind its equals,
 * which pushes that last one to the place behind the front. (2:20 1:10 3:30 4:5 sorted up, limit 2: 4 1 2 3.)
 */
export interface Foreach {
  readonly kind: 'foreach';
  readonly global: number;
  readonly keys: readonly Place[];
  readonly value: Place | undefined;
  readonly order: SortOrder | undefined;
  /** Evaluated once; at most that many elements are visited, counted before the slice filters. 0 and less: none. */
  readonly limit: Expression | undefined;
  /** Evaluated once; undefined: any key. */
  readonly slice: readonly (Expression | undefined)[] | undefined;
  readonly body: Block;
  readonly site: Site;
}

/** `foreach (i in @hist_log(s))`: the indexes of all buckets. */
export interface ForeachBucket {
  readonly kind: 'foreach-bucket';
  readonly stat: StatPlace;
  readonly index: Place;
  readonly value: Place | undefined;
  readonly limit: Expression | undefined;
  readonly body: Block;
  readonly site: Site;
}

/** Catches every run-time error but MAXACTION's and abort(). */
export interface Try {
  readonly kind: 'try';
  readonly body: Block;
  /** Takes the error's message. */
  readonly message: Place | undefined;
  readonly handler: Block;
}

export interface Return {
  readonly kind: 'return';
  readonly value: Expression | undefined;
}

/**
 * In a probe: ends the handler. In a function: goes on with `nextOverload`, with the arguments as they came; where there is none, "all
 * functions exhausted" is raised at the site of the call, as if the caller had raised it.
 */
export interface Next {
  readonly kind: 'next';
  readonly site: Site;
}

export interface Break {
  readonly kind: 'break';
}

export interface Continue {
  readonly kind: 'continue';
}

/** `stat <<< value` */
export interface StatAdd {
  readonly kind: 'stat-add';
  readonly stat: StatPlace;
  readonly value: Expression;
  readonly site: Site;
}

/** A scalar goes back to 0, "" or empty; an array loses the element, or all. */
export interface Delete {
  readonly kind: 'delete';
  readonly target: Place | StatPlace | { readonly kind: 'array'; readonly global: number };
  readonly site: Site;
}

/** `delete a[k, *]` */
export interface DeleteMatching {
  readonly kind: 'delete-matching';
  readonly global: number;
  readonly keys: readonly (Expression | undefined)[];
  readonly site: Site;
}

/** The body of a function that the planner put in the place of its call; a `leave` inside ends it. */
export interface Scope {
  readonly kind: 'scope';
  /** The function's name, and the call's place: run-time errors inside name both, as for a call. */
  readonly name: string;
  readonly site: Site;
  readonly body: Block;
  /** Of the call that it stands for. */
  readonly label?: string | undefined;
}

/** Ends the innermost scope, out of whatever loops and tries are inside it. */
export interface Leave {
  readonly kind: 'leave';
}

/** Kernel part of a streamed handler: puts a value, or the fault that reading it met, into the event's record. */
export interface Capture {
  readonly kind: 'capture';
  readonly field: number;
  readonly value: Expression;
  /** It stands in a loop, for each turn of which the field has a place; a fault leaves that empty. */
  readonly eachTurn?: boolean;
}

// ---------------------------------------------------------------- places

/** What can be assigned. */
export type Place = LocalPlace | GlobalPlace | ElementPlace;

export interface LocalPlace {
  readonly kind: 'local';
  readonly local: number;
  readonly type: ScalarType;
}

export interface GlobalPlace {
  readonly kind: 'global';
  readonly global: number;
  readonly type: ScalarType;
}

/** Reading a missing element gives 0 or "" and makes nothing; writing makes it and may overflow the array. */
export interface ElementPlace {
  readonly kind: 'element';
  readonly global: number;
  readonly keys: readonly Expression[];
  readonly type: ScalarType;
  readonly site: Site;
}

/** An aggregate: a global, or an element (a missing one reads as empty). */
export type StatPlace =
  | { readonly kind: 'stat-global'; readonly global: number }
  | {
      readonly kind: 'stat-element';
      readonly global: number;
      readonly keys: readonly Expression[];
      readonly site: Site;
    };

// ---------------------------------------------------------------- expressions

export type Expression =
  | LongLiteral
  | StringLiteral
  | Read
  | Member
  | Unary
  | Binary
  | Compare
  | Logical
  | Conditional
  | Concat
  | RegexMatch
  | Assign
  | Step
  | Call
  | Intrinsic
  | StatRead
  | BucketRead
  | BucketExists
  | Format
  | Argument
  | Field
  | Load
  | Captured
  | CapturedTurn;

export interface LongLiteral {
  readonly kind: 'long';
  readonly type: 'long';
  /** Signed 64-bit. */
  readonly value: bigint;
}

export interface StringLiteral {
  readonly kind: 'string';
  readonly type: 'string';
  /** Bytes, no NUL; may be longer than MAXSTRINGLEN where it is only printed. */
  readonly value: string;
}

export interface Read {
  readonly kind: 'read';
  readonly place: Place;
  readonly type: ScalarType;
}

/** `[k, *] in a`; undefined is `*`. */
export interface Member {
  readonly kind: 'member';
  readonly type: 'long';
  readonly global: number;
  readonly keys: readonly (Expression | undefined)[];
  readonly site: Site;
}

export interface Unary {
  readonly kind: 'unary';
  readonly type: 'long';
  readonly operator: '-' | '!' | '~';
  readonly operand: Expression;
}

/**
 * `/` and `%` truncate towards zero and raise "division by 0"; INT64_MIN / -1 is INT64_MIN, % -1 is 0. Shift counts are taken
 * modulo 64; `>>` keeps the sign, `>>>` does not.
 */
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>' | '>>>';

export interface Binary {
  readonly kind: 'binary';
  readonly type: 'long';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly site: Site;
}

/** 0 or 1; strings by unsigned bytes. */
export interface Compare {
  readonly kind: 'compare';
  readonly type: 'long';
  readonly operator: '<' | '>' | '<=' | '>=' | '==' | '!=';
  readonly left: Expression;
  readonly right: Expression;
}

/** Short-circuit, 0 or 1. */
export interface Logical {
  readonly kind: 'logical';
  readonly type: 'long';
  readonly operator: '&&' | '||';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Conditional {
  readonly kind: 'conditional';
  readonly type: ScalarType;
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export interface Concat {
  readonly kind: 'concat';
  readonly type: 'string';
  readonly left: Expression;
  readonly right: Expression;
}

/** POSIX extended expression, unanchored, leftmost-longest; sets what matched() and ngroups() give. */
export interface RegexMatch {
  readonly kind: 'regex';
  readonly type: 'long';
  readonly value: Expression;
  readonly pattern: string;
  readonly negated: boolean;
  readonly site: Site;
}

/** `=` and the compound forms; gives the new value. */
export interface Assign {
  readonly kind: 'assign';
  readonly type: ScalarType;
  readonly target: Place;
  readonly operator: BinaryOperator | 'concat' | undefined;
  readonly value: Expression;
  readonly site: Site;
}

/** ++ and --. */
export interface Step {
  readonly kind: 'step';
  readonly type: 'long';
  readonly target: Place;
  readonly delta: 1 | -1;
  readonly result: 'old' | 'new';
  readonly site: Site;
}

export interface Call {
  readonly kind: 'call';
  readonly type: ScalarType | 'void';
  readonly function: number;
  readonly arguments: readonly Expression[];
  readonly site: Site;
  readonly label?: string;
}

/** A function that the library declares and each target defines, by name (src/tapset/README.md). */
export interface Intrinsic {
  readonly kind: 'intrinsic';
  readonly type: ScalarType | 'void';
  readonly name: string;
  readonly arguments: readonly Expression[];
  readonly effects: IntrinsicEffects;
  readonly site: Site;
  readonly label?: string;
}

export interface IntrinsicEffects {
  /** No side effect: unused calls are dropped. */
  readonly pure: boolean;
  /** Its value exists only while the event is handled: the kernel half reads it (pid(), kernel_string(p)). */
  readonly context: boolean;
  /** Most bytes its string result can have, without NUL; undefined: MAXSTRINGLEN-1. */
  readonly maxLength: number | undefined;
}

/** Of an empty aggregate, count and sum are 0; the others raise "empty aggregate". */
export interface StatRead {
  readonly kind: 'stat-read';
  readonly type: 'long';
  readonly operator: StatOperator;
  readonly stat: StatPlace;
  readonly site: Site;
}

/** `@hist_log(s)[i]`; out of range raises "histogram index out of range". */
export interface BucketRead {
  readonly kind: 'bucket-read';
  readonly type: 'long';
  readonly stat: StatPlace;
  readonly index: Expression;
  readonly site: Site;
}

/** `i in @hist_log(s)` */
export interface BucketExists {
  readonly kind: 'bucket-exists';
  readonly type: 'long';
  readonly stat: StatPlace;
  readonly index: Expression;
  readonly site: Site;
}

/** The sprint family. */
export interface Format {
  readonly kind: 'format';
  readonly type: 'string';
  readonly parts: readonly FormatPart[];
  readonly site: Site;
}

export type FormatPart = FormatText | FormatConversion | FormatHistogram;

export interface FormatText {
  readonly kind: 'text';
  readonly text: string;
}

export type ConversionFlag = 'minus' | 'zero' | 'plus' | 'space' | 'special';

export interface FormatConversion {
  readonly kind: 'conversion';
  readonly conversion: 'd' | 'u' | 'o' | 'x' | 'X' | 'p' | 'c' | 's' | 'm' | 'M' | 'b';
  readonly flags: readonly ConversionFlag[];
  readonly width: number | Expression | undefined;
  readonly precision: number | Expression | undefined;
  readonly argument: Expression;
}

/** `print(@hist_log(s))` */
export interface FormatHistogram {
  readonly kind: 'histogram';
  readonly stat: StatPlace;
  readonly site: Site;
}

// ---------------------------------------------------------------- event context

/** Argument `index` of the probe point as it came, sign- or zero-extended by its type; -1 is the return value. */
export interface Argument {
  readonly kind: 'argument';
  readonly type: 'long';
  readonly index: number;
  readonly ctype: CType;
}

/**
 * A named member, or an element by number or by an expression. `ctype` is the type of what the step reaches. As the first step an
 * index takes the index-th neighbour of the structure at the base. `bitSize` is set for bit fields, which are only loaded.
 */
export type FieldStep =
  | { readonly kind: 'member'; readonly name: string; readonly ctype: CType; readonly bitSize?: number }
  | { readonly kind: 'index'; readonly index: Expression; readonly ctype: CType };

/**
 * From the structure `struct` at address `base` along `path`, which crosses no pointer (a pointer hop is a Field whose base
 * is the Field that loads the pointer). `load` gives the member's value, `address` its address. A fault is a run-time error.
 */
export interface Field {
  readonly kind: 'field';
  readonly type: 'long';
  readonly base: Expression;
  readonly struct: { readonly keyword: 'struct' | 'union' | 'typedef'; readonly name: string };
  readonly path: readonly FieldStep[];
  readonly result: 'load' | 'address';
  readonly space: 'kernel' | 'user';
  readonly site: Site;
  /** Tells the event reads of one body apart, in every copy that is made of it (label-reads.ts); a recording's programs have them. */
  readonly label?: string;
}

/** A number of `ctype` at an address that no structure's path led to: `$p[0]` of an int pointer. */
export interface Load {
  readonly kind: 'load';
  readonly type: 'long';
  readonly address: Expression;
  readonly ctype: CType;
  readonly space: 'kernel' | 'user';
  readonly site: Site;
  readonly label?: string;
}

/**
 * Field `field` of the event's record: made by the planner in handlers that run on records. If reading it met a fault, that is
 * raised here. The kernel part of the handler may read back what it captured.
 */
export interface Captured {
  readonly kind: 'captured';
  readonly type: ScalarType;
  readonly field: number;
  readonly site: Site;
}

/** What a read in a loop gave in the turn that the loop is in. The kernel part may read it back. */
export interface CapturedTurn {
  readonly kind: 'captured-turn';
  readonly type: ScalarType;
  readonly field: number;
  /** Of the user part's loop, from 1. */
  readonly turn: Expression;
  /** The read itself, for a turn that was not captured: of memory as it is when the event is past. */
  readonly late: Expression;
  readonly site: Site;
}
