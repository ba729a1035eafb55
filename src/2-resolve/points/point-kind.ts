/**
 * A row of the table of probe kinds: the shape of its points as text, and what makes attach points of one. To add a kind is to
 * add a row to the tables that kinds.ts joins.
 */
import type * as ast from '../../ast/ast.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { AttachPoint } from '../../program/attach-point.ts';

export interface PointKind {
  /** `timer.ms(number).randomize(number)`; an argument is `number` or `string`. */
  readonly shape: string;
  readonly build: (request: PointRequest) => BuiltPoints;
}

export interface PointRequest {
  /** One for each component of the shape. */
  readonly components: readonly ast.NamedComponent[];
  readonly kernel: Kernel;
  /** Points need only exist, not be attachable on this kernel. */
  readonly attachElsewhere: boolean;
  /** What -c and -x name: a process point without a program means it. */
  readonly target: TargetProcess;
}

export interface TargetProcess {
  readonly command?: string | undefined;
  readonly pid?: number | undefined;
}

export type BuiltPoints =
  | { readonly kind: 'points'; readonly points: readonly BuiltPoint[] }
  /**
   * Why there is no such point, to stand behind "while resolving probe point:". A function where it takes long to find the words:
   * most problems are forgiven by `!` and never told.
   */
  | { readonly kind: 'problem'; readonly problem: Wording; readonly hint?: Hint | undefined };

export type Wording = string | (() => string);

/** Likewise; the function may find that there is none. */
export type Hint = string | (() => string | undefined);

export interface BuiltPoint {
  readonly attach: AttachPoint;
  /** pp() without marks; undefined: as the script spells it. */
  readonly text: string | undefined;
}

export function onePoint(attach: AttachPoint): BuiltPoints {
  return { kind: 'points', points: [{ attach, text: undefined }] };
}

export function problem(text: Wording, hint?: Hint): BuiltPoints {
  return { kind: 'problem', problem: text, hint };
}

/** The number of component `name`, or undefined where the point has no such component. */
export function numberOf(request: PointRequest, name: string): bigint | undefined {
  const argument = argumentOf(request, name);
  return argument?.kind === 'NumberLiteral' ? argument.value : undefined;
}

export function stringOf(request: PointRequest, name: string): string | undefined {
  const argument = argumentOf(request, name);
  return argument?.kind === 'StringLiteral' ? argument.value : undefined;
}

export function hasComponent(request: PointRequest, name: string): boolean {
  return request.components.some((component) => component.name === name);
}

function argumentOf(request: PointRequest, name: string): ast.NamedComponent['argument'] {
  return request.components.find((component) => component.name === name)?.argument;
}
