/**
 * From a probe's list of points to attach points: groups, wildcards, aliases with suffixes, `?` and `!` (stapprobes(3stap), SYNTAX).
 * Comes in: a list as written and the route that led to it; goes out: derivations in the order in which SystemTap makes them.
 * A failure of a point with a mark is forgiven; `!` that resolved ends the list.
 */
import type * as ast from '../../ast/ast.ts';
import type { AttachPoint } from '../../program/attach-point.ts';
import { placeText, type Span } from '../../source/source.ts';
import { similarText } from '../similar-names.ts';
import { mostPoints, type Session, type Unit } from '../session.ts';
import {
  failed,
  forgive,
  joinResolutions,
  nothing,
  type Derivation,
  type Piece,
  type Resolution,
} from './derivation.ts';
import { expandGroups, type PlainPoint } from './expand-groups.ts';
import { keepAlternatives, type Alternative } from './keep-alternatives.ts';
import { hasWildcard } from './name-pattern.ts';
import type { Hint, PointKind, Wording } from './point-kind.ts';
import { pointText } from './point-text.ts';
import { aliasDefinitions, keyName, keyOf, type AliasDefinition, type PointNode } from './point-tree.ts';
import { wildcardSteps } from './wildcard-steps.ts';
import { missingAliases, notHereHint } from '../../tapset/not-here.ts';

/** The aliases that led to a list of points, and what they bring. */
export interface Route extends Pick<Derivation, 'conditions' | 'prologues' | 'epilogues'> {
  readonly unit: Unit;
  readonly aliases: readonly ast.Alias[];
  /** The point in the script, wildcards filled in. */
  readonly name: string | undefined;
  /** One of the points on the way is marked `?`. */
  readonly optional: boolean;
  readonly spans: readonly Span[];
}

/** Of aliases that stand for aliases. */
const deepestNesting = 200;

export function scriptRoute(unit: Unit): Route {
  return {
    unit,
    aliases: [],
    conditions: [],
    prologues: [],
    epilogues: [],
    name: undefined,
    optional: false,
    spans: [],
  };
}

export function derivePoints(
  session: Session,
  tree: PointNode,
  points: readonly PlainPoint[],
  route: Route,
): Resolution {
  const keeps = session.options.keepAlternatives === true && points.some(({ suffix }) => suffix === '!');
  const ladder = keeps ? session.ladders++ : 0;
  const found: Alternative[] = [];
  for (const point of points) {
    if (session.pointsLeft-- <= 0) return tooMany(session, route, point);
    const resolution = derivePoint(session, tree, point, route);
    const { suffix } = point;
    found.push({ suffix, resolution: suffix === undefined ? resolution : forgive(resolution) });
    if (suffix === '!' && resolution.derivations.length > 0 && !keeps) break;
  }
  return joinResolutions(keeps ? keepAlternatives(found, ladder) : found.map(({ resolution }) => resolution));
}

function tooMany(session: Session, route: Route, point: PlainPoint): Resolution {
  session.pointsLeft = 0;
  const span = point.components[0]?.span;
  if (span === undefined) return nothing;
  return failed({
    problem: `more than ${mostPoints} probe points`,
    hint: undefined,
    span,
    route: [span, ...route.spans],
  });
}

/** A place in the tree while a point's components are followed. */
interface Step {
  readonly node: PointNode;
  /** Those gone through, with wildcards filled in. */
  readonly done: readonly ast.NamedComponent[];
  readonly left: readonly ast.NamedComponent[];
}

function derivePoint(session: Session, tree: PointNode, point: PlainPoint, route: Route): Resolution {
  const conditions: readonly Piece<ast.Expression>[] = [
    ...point.conditions.map((node) => ({ node, unit: route.unit })),
    ...route.conditions,
  ];
  const last = point.components.at(-1);
  const [first] = point.components;
  if (first === undefined || last === undefined) return nothing;
  const span: Span = {
    file: first.span.file,
    start: first.span.start,
    end: Math.max(first.span.end, last.span.end),
  };
  const optional = route.optional || point.suffix === '?';
  const here: Route = { ...route, conditions, optional, spans: [span, ...route.spans] };
  const resolution = follow({ node: tree, done: [], left: point.components });
  const silent = resolution.derivations.length === 0 && resolution.failures.length === 0;
  return silent && point.suffix === undefined
    ? { ...resolution, failures: [failure('no match', span)] }
    : resolution;

  function failure(problem: Wording, at: Span, hint?: Hint): Resolution['failures'][number] {
    return { problem, hint, span: at, route: here.spans };
  }

  function follow(step: Step): Resolution {
    const [component, ...left] = step.left;
    if (component === undefined) return ending(step);
    if (component.name.includes('*')) return alternatives(step, component, left);
    const child = step.node.children.get(keyOf(component));
    const deeper =
      child === undefined ? undefined : follow({ node: child, done: [...step.done, component], left });
    if (deeper !== undefined && (deeper.derivations.length > 0 || step.node.aliases.length === 0))
      return deeper;
    if (step.node.aliases.length > 0) {
      const expanded = expandAliases(step.node, step.done, step.left);
      return deeper === undefined || expanded.derivations.length > 0 ? expanded : deeper;
    }
    if (step.node.rest.length > 0) return build(step.node.rest, [...step.done, ...step.left]);
    const hint = notHereHint(point.components.map(({ name }) => name).join('.'), missingAliases);
    return failed(failure(mismatch(step.node, component), component.span, hint));
  }

  /** Wildcards: what matches and cannot be resolved does not count where something else can be. */
  function alternatives(
    step: Step,
    component: ast.NamedComponent,
    left: readonly ast.NamedComponent[],
  ): Resolution {
    const matching = wildcardSteps(step.node, component);
    if (matching.length === 0) {
      const names = [...step.node.children.keys()].map(keyName);
      const similar = similarText(component.name.replaceAll('*', ''), names);
      return failed(
        failure(`probe point mismatch: didn't find any wildcard matches${similar}`, component.span),
      );
    }
    const resolved = joinResolutions(
      matching.map(({ node, names }) =>
        follow({ node, done: [...step.done, ...names.map((name) => ({ ...component, name }))], left }),
      ),
    );
    if (resolved.derivations.length === 0) return resolved;
    return { ...resolved, failures: [], forgiven: [...resolved.forgiven, ...resolved.failures] };
  }

  function ending({ node, done }: Step): Resolution {
    const found: Resolution[] = [];
    if (node.aliases.length > 0) found.push(expandAliases(node, done, []));
    if (node.kinds.length > 0) found.push(build(node.kinds, done));
    else if (node.aliases.length === 0 && node.rest.length > 0) found.push(build(node.rest, done));
    if (found.length > 0) return joinResolutions(found);
    const follows = [...node.children.keys()].sort().join(' ');
    return failed(failure(`probe point truncated (follow: ${follows})`, done.at(-1)?.span ?? span));
  }

  function build(kinds: readonly PointKind[], components: readonly ast.NamedComponent[]): Resolution {
    const request = {
      components,
      kernel: session.kernel,
      attachElsewhere: session.options.attachElsewhere === true,
      target: session.options.target ?? {},
    };
    return joinResolutions(
      kinds.map((kind) => {
        const built = kind.build(request);
        if (built.kind === 'problem') return failed(failure(built.problem, span, built.hint));
        const derivations = built.points.map(({ attach, text }) => ({
          attach: withOptional(attach, optional || components.some(isPattern)),
          pointText: (text ?? pointText(components)) + (point.suffix ?? ''),
          name: route.name ?? pointText(components),
          conditions,
          prologues: route.prologues,
          epilogues: route.epilogues,
        }));
        return { ...nothing, derivations };
      }),
    );
  }

  function expandAliases(
    node: PointNode,
    done: readonly ast.NamedComponent[],
    suffix: readonly ast.NamedComponent[],
  ): Resolution {
    return joinResolutions(
      aliasDefinitions(session, node).map((definition) => expandAlias(definition, done, suffix)),
    );
  }

  function expandAlias(
    { alias, unit }: AliasDefinition,
    done: readonly ast.NamedComponent[],
    suffix: readonly ast.NamedComponent[],
  ): Resolution {
    if (route.aliases.length > deepestNesting)
      return failed(failure('aliases stand for aliases too deep', span));
    if (route.aliases.includes(alias)) {
      return failed(
        failure(`recursive loop in alias expansion of ${pointText(done)} at ${placeText(alias.span)}`, span),
      );
    }
    const { prologue, epilogue } = alias;
    const inside: Route = {
      unit,
      conditions,
      aliases: [...route.aliases, alias],
      prologues: prologue === undefined ? route.prologues : [{ node: prologue, unit }, ...route.prologues],
      epilogues: epilogue === undefined ? route.epilogues : [...route.epilogues, { node: epilogue, unit }],
      name: route.name ?? pointText([...done, ...suffix]),
      optional,
      spans: here.spans,
    };
    const points = alias.points
      .flatMap(expandGroups)
      .map((plain) => ({ ...plain, components: [...plain.components, ...suffix] }));
    return derivePoints(session, tree, points, inside);
  }
}

/** The kernel that the program runs on may lack a point that the one at hand has. */
function withOptional(attach: AttachPoint, optional: boolean): AttachPoint {
  switch (attach.kind) {
    case 'function':
    case 'tracepoint':
    case 'user-function':
    case 'user-mark':
    case 'perf':
      return optional ? { ...attach, optional } : attach;
    default:
      return attach;
  }
}

function isPattern({ argument }: ast.NamedComponent): boolean {
  return argument?.kind === 'StringLiteral' && hasWildcard(argument.value);
}

function mismatch(node: PointNode, component: ast.NamedComponent): string {
  if (node.kinds.length > 0) return `invalid suffix for probe: ${component.name}`;
  const names = [...node.children.keys()].map(keyName);
  const known = [...node.children.keys()].filter((key) => keyName(key) === component.name);
  if (known.length > 0) return `probe point mismatch: ${component.name} is ${known.join(' or ')}`;
  return `probe point mismatch at ${component.name}${similarText(component.name, names)}`;
}
