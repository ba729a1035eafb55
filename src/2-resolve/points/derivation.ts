/** What derivation of a probe's points gives: attach points with everything that was gathered on the way, and what failed. */
import type * as ast from '../../ast/ast.ts';
import type { AttachPoint } from '../../program/attach-point.ts';
import type { Span } from '../../source/source.ts';
import type { Unit } from '../session.ts';
import type { Hint, Wording } from './point-kind.ts';

/** A piece of a script and the file whose names it sees. */
export interface Piece<Node> {
  readonly node: Node;
  readonly unit: Unit;
}

export interface Derivation {
  readonly attach: AttachPoint;
  /** pp() */
  readonly pointText: string;
  /** pn() */
  readonly name: string;
  /** All must hold; the alias nearest to the event comes first. */
  readonly conditions: readonly Piece<ast.Expression>[];
  /** In the order in which they run before the script's body, and behind it. */
  readonly prologues: readonly Piece<ast.Block>[];
  readonly epilogues: readonly Piece<ast.Block>[];
}

export interface PointFailure {
  readonly problem: Wording;
  readonly hint: Hint | undefined;
  /** The component to blame, or the point. */
  readonly span: Span;
  /** The point that holds it, and the points whose aliases led there, innermost first. */
  readonly route: readonly Span[];
}

export interface Resolution {
  readonly derivations: readonly Derivation[];
  readonly failures: readonly PointFailure[];
  /** Failures that `?` and `!` forgave. */
  readonly forgiven: readonly PointFailure[];
}

export const nothing: Resolution = { derivations: [], failures: [], forgiven: [] };

export function failed(failure: PointFailure): Resolution {
  return { derivations: [], failures: [failure], forgiven: [] };
}

/** What a mark does: what failed does not count. */
export function forgive({ derivations, failures, forgiven }: Resolution): Resolution {
  return { derivations, failures: [], forgiven: [...forgiven, ...failures] };
}

export function joinResolutions(all: readonly Resolution[]): Resolution {
  return {
    derivations: all.flatMap((one) => one.derivations),
    failures: all.flatMap((one) => one.failures),
    forgiven: all.flatMap((one) => one.forgiven),
  };
}
