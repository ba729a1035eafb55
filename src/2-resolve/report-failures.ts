/**
 * Reports the points of a probe that could not be resolved, at the place in the user's script that is nearest to the cause; what
 * lies behind it, in the library or at the use of an alias, is shown beside it.
 */
import type { RelatedPlace } from '../diagnostics/report.ts';
import type { Span } from '../source/source.ts';
import type { PointFailure, Resolution } from './points/derivation.ts';
import type { Hint, Wording } from './points/point-kind.ts';
import type { Session } from './session.ts';

export function reportFailures(session: Session, resolution: Resolution): void {
  const { derivations, failures, forgiven } = resolution;
  if (session.isTrial) {
    session.lacksPlace ||= lacksPlace(resolution);
    return;
  }
  for (const { problem: wording, hint, span, route } of failures) {
    const place = placeOf(route);
    const problem = worded(wording);
    if (!isFirst(session, place, problem)) continue;
    const related = relatedPlaces(place, span, route);
    session.report.add('STSX2101', place, { problem }, { hint: hinted(hint), related });
  }
  if (derivations.length > 0 || failures.length > 0) return;
  const reasons = forgiven.map((failure) => ({ ...failure, problem: worded(failure.problem) }));
  const reason = reasons.find(({ problem }) => !problem.startsWith('no match')) ?? reasons[0];
  const place = reason && usePlace(reason);
  if (reason !== undefined && place?.file.origin === 'user' && isFirst(session, place, reason.problem)) {
    session.report.add('STSX2108', place, { problem: reason.problem }, { hint: hinted(reason.hint) });
  }
}

/** Whether there would be anything to report, without the words, which may take long to find. */
function lacksPlace({ derivations, failures, forgiven }: Resolution): boolean {
  if (failures.length > 0) return true;
  return derivations.length === 0 && forgiven.some((failure) => usePlace(failure).file.origin === 'user');
}

/** The outermost point that led there. */
function usePlace({ route, span }: PointFailure): Span {
  return route.at(-1) ?? span;
}

function worded(wording: Wording): string {
  return typeof wording === 'string' ? wording : wording();
}

function hinted(hint: Hint | undefined): string | undefined {
  return typeof hint === 'function' ? hint() : hint;
}

/** Innermost first: the user's own point, be it inside an alias of the script or the point that names a library alias. */
function placeOf(route: readonly Span[]): Span | undefined {
  return route.find((span) => span.file.origin === 'user') ?? route[0];
}

function relatedPlaces(place: Span | undefined, blamed: Span, route: readonly Span[]): RelatedPlace[] {
  const related: RelatedPlace[] = [];
  if (place !== undefined && (blamed.file !== place.file || blamed.start !== place.start)) {
    related.push({ message: 'this component', span: blamed });
  }
  const at = place === undefined ? -1 : route.indexOf(place);
  if (at > 0 && route[0] !== undefined)
    related.push({ message: 'which stands for this point', span: route[0] });
  for (const span of route.slice(at + 1)) related.push({ message: 'used here', span });
  return related.slice(0, 3);
}

/** One alias with a problem may be used by many probes. */
function isFirst(session: Session, place: Span | undefined, problem: string): boolean {
  const key = `point ${place?.file.name} ${place?.start} ${problem}`;
  if (session.reportedOnce.has(key)) return false;
  session.reportedOnce.add(key);
  return true;
}
