/**
 * The whole program, as name resolution makes it and type checking completes it: the globals, functions and derived probes
 * that a run needs, user's and library's together. Bodies are syntax trees still; names in them are bound by name:
 * name resolution has made every name unique (private names of a file carry a prefix), so in any body an identifier is
 * the local of that name if the scope has one, else the global of that name: a parameter of the function, else a global,
 * else a local. A call's `name` is the `FunctionSymbol.name` of the head of its overload chain. No node is shared between two bodies.
 */
import type * as ast from '../ast/ast.ts';
import type { Diagnostic } from '../diagnostics/report.ts';
import type { AttachPoint } from './attach-point.ts';
import type { CType } from './c-type.ts';

export interface Program {
  /** The user's first, in declaration order. */
  readonly globals: readonly GlobalSymbol[];
  /** Those that some probe reaches. */
  readonly functions: readonly FunctionSymbol[];
  /** In the order in which equal sequence numbers run. */
  readonly probes: readonly DerivedProbe[];
  /** How each target-variable expression (TargetVariable, Cast, AtVar, Autocast) that was kept reads its value. */
  readonly accesses: ReadonlyMap<ast.Expression, Access>;
  /**
   * Target-variable expressions (and reads of $variables where a probe has none) that have no access, and why. SystemTap refuses them only
   * if they survive the removal of what has no effect: type checking pushes the diagnostic when it meets one in what is left.
   */
  readonly unresolvedAccesses: ReadonlyMap<ast.Expression, Diagnostic>;
}

export interface GlobalSymbol {
  readonly name: string;
  /** As the user wrote it: for messages and the report of unread globals. */
  readonly displayName: string;
  readonly declaration: ast.Global;
  readonly origin: 'user' | 'tapset';
  /** -G name=value. */
  readonly initialOverride: bigint | string | undefined;
}

export interface FunctionSymbol {
  /** Unique; overloads of one name and arity differ in it. */
  readonly name: string;
  readonly displayName: string;
  readonly declaration: ast.FunctionDeclaration;
  readonly origin: 'user' | 'tapset';
  /** A block, or the declaration of an intrinsic. */
  readonly body: { readonly kind: 'block'; readonly block: ast.Block } | IntrinsicDeclaration;
  /** What `next` falls to. */
  readonly nextOverload: FunctionSymbol | undefined;
}

/** An embedded-C body in the tapset: its pragmas. */
export interface IntrinsicDeclaration {
  readonly kind: 'intrinsic';
  readonly name: string;
  readonly pure: boolean;
  readonly context: boolean;
  readonly maxLength: number | undefined;
}

export interface DerivedProbe {
  readonly point: AttachPoint;
  /** pp(): the resolved point. */
  readonly pointText: string;
  /** pn(): the alias or point as the script spells it. */
  readonly name: string;
  /** All conditions on the way through the aliases, and-ed. */
  readonly condition: ast.Expression | undefined;
  /** Alias prologues, the script's body, alias epilogues. */
  readonly body: ast.Block;
  readonly origin: 'user' | 'tapset';
  readonly declaration: ast.Probe;
}

/**
 * The way to a target variable's value; the expressions inside it are the nodes' own (indexes, cast operands). The steps lead
 * to an object; the access gives its value if it is a number or a pointer, its address if it is a structure or an array, or if `addressOf`.
 */
export type Access =
  /** Argument `index` of the probe (-1: the return value), whose type is `type`, then member and pointer steps. */
  | {
      readonly kind: 'argument';
      readonly index: number;
      readonly type: CType;
      readonly steps: readonly ResolvedStep[];
      readonly addressOf: boolean;
    }
  /**
   * An object of `type` at the address that an expression gives (@cast, autocast): the steps start in it, without a first
   * `dereference`. A bare @cast(p, "t") is the operand itself: no steps, `addressOf`.
   */
  | {
      readonly kind: 'pointer';
      readonly operand: ast.Expression;
      readonly type: CType;
      readonly space: 'kernel' | 'user';
      readonly steps: readonly ResolvedStep[];
      readonly addressOf: boolean;
    }
  /** A text made of several values: $$parms, $$vars, $$return, $x$, $x$$. */
  | { readonly kind: 'text'; readonly parts: readonly AccessTextPart[] };

export type AccessTextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly conversion: 'd' | 'u' | 'x' | 'c' | 's'; readonly access: Access };

/**
 * `member` stays in the structure it is in; `dereference` loads the pointer reached so far and goes on behind it. `struct`
 * names the structure that holds the member. `index` takes an element of the array reached so far; of an object behind a pointer
 * (reached by `dereference`, or the start of a `pointer` access), which is no array, its index-th neighbour. `type` is what the step reaches. `bitSize`
 * is set for bit fields only.
 */
export type ResolvedStep =
  | { readonly kind: 'dereference' }
  | {
      readonly kind: 'member';
      readonly struct: { readonly keyword: 'struct' | 'union' | 'typedef'; readonly name: string };
      readonly name: string;
      readonly type: CType;
      readonly bitSize?: number;
    }
  | { readonly kind: 'index'; readonly index: ast.Expression; readonly type: CType };

// ---------------------------------------------------------------- after type checking

export type ValueType = 'long' | 'string' | 'stat' | 'void';

export interface LocalSymbol {
  readonly name: string;
  readonly type: 'long' | 'string';
}

export interface TypedBody {
  /** After removal of what has no effect and folding of constants. */
  readonly body: ast.Block;
  /** Parameters first, then by first mention. */
  readonly locals: readonly LocalSymbol[];
}

export type GlobalType =
  | { readonly kind: 'scalar'; readonly type: 'long' | 'string' }
  | { readonly kind: 'stat' }
  | {
      readonly kind: 'array';
      readonly keys: readonly ('long' | 'string')[];
      readonly value: 'long' | 'string' | 'stat';
    };

export interface TypedProgram {
  readonly globals: readonly { readonly symbol: GlobalSymbol; readonly type: GlobalType }[];
  readonly functions: readonly (TypedBody & {
    readonly symbol: FunctionSymbol;
    readonly parameters: readonly LocalSymbol[];
    readonly result: 'long' | 'string' | 'void';
  })[];
  readonly probes: readonly (TypedBody & {
    readonly probe: DerivedProbe;
    readonly condition: ast.Expression | undefined;
  })[];
  readonly types: ReadonlyMap<ast.Expression, ValueType>;
  /** What each call calls: the head of its overload chain. */
  readonly callee: (call: ast.Call) => FunctionSymbol | undefined;
  readonly accesses: ReadonlyMap<ast.Expression, Access>;
  /** User globals to be shown at the end, in the order they are shown. */
  readonly unreadGlobals: readonly GlobalSymbol[];
}
