/** The probes of a .bt. In: the script's facts and its tidied handlers. Out: lines, the script's own text above each probe. */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import { isEventPoint, isInputPoint } from '../../../src/program/attach-point.ts';
import { Obstacle } from '../obstacle.ts';
import { isClock, probePoint, type ProbePoint } from '../probe-points.ts';
import { statMaps } from '../stat-maps.ts';
import { stringLiteral } from '../string-literal.ts';
import { addressLocals, withoutUnsetTexts } from './address-locals.ts';
import { localsToDeclare } from './declarations.ts';
import { failed, mapDeclarations, noteFullArrays, seesFullArrays } from './emit-overflow.ts';
import { signedLiteral } from './emit-expression.ts';
import { emitBlock } from './emit-statement.ts';
import { Lines } from './lines.ts';
import { localNames } from './local-names.ts';
import { nonNegativeLocals } from './non-negative.ts';
import { predicateText, takePredicate } from './predicate.ts';
import { ScriptWriter, type Script } from './script-writer.ts';
import type { Generation, ScriptHandler } from './storage.ts';

export interface HandlerProblem {
  readonly probe: ir.Probe;
  readonly obstacle: Obstacle;
}

export function emitHandlers(
  script: Script,
  handlers: readonly ScriptHandler[],
  problems: HandlerProblem[],
): readonly string[] {
  const lines = new Lines();
  const globals = usedGlobals(handlers);
  const errs =
    seesFullArrays(script.program, script.dialect) &&
    script.program.globals.some(({ id, kind }) => kind === 'array' && globals.has(id));
  const used = errs ? handlers : handlers.filter(({ probe }) => probe.point.kind !== 'error');
  if (used.length < handlers.length) script.deviations.note('error-probes');
  const asConfig = script.dialect.has('quiet-exit');
  if (mapNames(script, used).length > 0 && asConfig) {
    lines.line('');
    lines.braces('config =', () => {
      lines.line('print_maps_on_exit = 0');
    });
  }
  noteFullArrays(script.program, globals, script.dialect, script.deviations);
  for (const [index, line] of mapDeclarations(script, globals).entries()) {
    if (index === 0) lines.line('');
    lines.line(line);
  }
  const initial = [...initialValues(script, used), ...(errs ? [`@${failed} = (int64)0;`] : [])];
  const begins = inSequence(used, 'begin');
  emitSpecial('BEGIN', begins, initial, script, problems, lines);
  const special = new Set(['begin', 'end', 'error']);
  const others = used.filter(({ probe }) => !special.has(probe.point.kind));
  const written = others.flatMap((handler) => writeProbe(handler, script, problems) ?? []);
  for (const { text, points } of groupTwins(written)) {
    lines.line('');
    for (const line of text.comment) lines.line(line);
    for (const [index, point] of points.entries())
      lines.line(index < points.length - 1 ? `${point},` : point);
    for (const line of text.rest) lines.line(line);
  }
  const clears = () => (asConfig ? [] : mapNames(script, used).map((map) => `clear(@${map});`));
  emitEnds(inSequence(used, 'end'), inSequence(used, 'error'), errs, script, problems, lines, clears);
  return lines.list;
}

/** After an error the error probes run, and not those of the end: where both do the same, it is one END. */
function emitEnds(
  ends: readonly ScriptHandler[],
  errors: readonly ScriptHandler[],
  errs: boolean,
  script: Script,
  problems: HandlerProblem[],
  lines: Lines,
  last: () => readonly string[],
): void {
  const write = (handlers: readonly ScriptHandler[], predicate?: string): readonly string[] => {
    const own = new Lines();
    emitSpecial('END', handlers, [], script, problems, own, last, predicate);
    return own.list;
  };
  const plain = write(ends);
  if (!errs || write(errors).join('\n') === plain.join('\n')) {
    for (const line of plain) lines.line(line);
    return;
  }
  for (const line of write(ends, `@${failed} == 0`)) lines.line(line);
  for (const line of write(errors, `@${failed} == 1`)) lines.line(line);
}

function inSequence(
  handlers: readonly ScriptHandler[],
  kind: 'begin' | 'end' | 'error',
): readonly ScriptHandler[] {
  const sequence = ({ probe: { point } }: ScriptHandler) => (point.kind === kind ? point.sequence : 0n);
  return handlers
    .filter(({ probe }) => probe.point.kind === kind)
    .sort((left, right) => Number(sequence(left) - sequence(right)));
}

/** Versions before 0.25 take one BEGIN and one END: the handlers stand in it one behind the other. */
function emitSpecial(
  name: 'BEGIN' | 'END',
  handlers: readonly ScriptHandler[],
  first: readonly string[],
  script: Script,
  problems: HandlerProblem[],
  lines: Lines,
  last: () => readonly string[] = () => [],
  predicate?: string,
): void {
  if (handlers.length === 0 && first.length === 0 && last().length === 0) return;
  lines.line('');
  for (const { probe } of handlers) comment(probe, lines);
  lines.line(name);
  if (predicate !== undefined) lines.line(`/${predicate}/`);
  lines.line('{');
  lines.indented(() => {
    for (const line of first) lines.line(line);
    const taken = new Set<string>();
    for (const [index, handler] of handlers.entries()) {
      if (index < handlers.length - 1 && leavesEarly(handler)) {
        problems.push({
          probe: handler.probe,
          obstacle: new Obstacle('ends early, with another of its kind behind it', undefined),
        });
      }
      const body = writeBody(handler, undefined, script, problems, taken);
      for (const line of body) lines.line(line);
    }
    for (const line of last()) lines.line(line);
  });
  lines.line('}');
}

function leavesEarly({ body }: ScriptHandler): boolean {
  let found = false;
  walk(body, {
    statement(node) {
      if (node.kind === 'next') found = true;
    },
    expression(node) {
      if (node.kind === 'intrinsic' && (node.name === 'exit' || node.name === 'error')) found = true;
    },
  });
  return found;
}

interface WrittenProbe {
  readonly point: string;
  readonly comment: readonly string[];
  /** Predicate and action. */
  readonly rest: readonly string[];
}

function writeProbe(
  handler: ScriptHandler,
  script: Script,
  problems: HandlerProblem[],
): WrittenProbe | undefined {
  const { probe } = handler;
  const point = pointOf(handler, script);
  if (typeof point === 'string') {
    problems.push({ probe, obstacle: new Obstacle(point, undefined) });
    return undefined;
  }
  if (point.isTraceEvent) script.deviations.note('nested-events');
  const { predicate, rest } = takePredicate(handler);
  const test = guarded(problems, probe, () =>
    predicateText(predicate, probe.condition, newWriter(handler, point, script, new Lines(), new Set())),
  );
  const lines = new Lines();
  if (test !== undefined) lines.line(`/${test}/`);
  lines.line('{');
  lines.indented(() => {
    for (const line of writeBody(rest, point, script, problems, new Set())) lines.line(line);
  });
  lines.line('}');
  const above = new Lines();
  comment(probe, above);
  return { point: point.text, comment: above.list, rest: lines.list };
}

/** Points with the same action, as a wildcard makes them, stand above it together. */
function groupTwins(
  written: readonly WrittenProbe[],
): readonly { readonly text: WrittenProbe; readonly points: readonly string[] }[] {
  const groups = new Map<string, { readonly text: WrittenProbe; readonly points: string[] }>();
  for (const probe of written) {
    const key = [...probe.comment, ...probe.rest].join('\n');
    const group = groups.get(key);
    // Two timers of one period are two probes.
    if (group && !probe.point.startsWith('interval:')) group.points.push(probe.point);
    else groups.set(group ? `${key}\n${groups.size}` : key, { text: probe, points: [probe.point] });
  }
  return [...groups.values()];
}

function comment(probe: ir.Probe, lines: Lines): void {
  for (const line of probe.text.split('\n')) lines.line(`// ${line}`.trimEnd());
}

/** What files and standard input ask of bpftrace. */
export const servedByProgram =
  'answers other processes, by a file or on standard input, which bpftrace cannot';

function pointOf(handler: ScriptHandler, script: Script): ProbePoint | string {
  const { point } = handler.probe;
  if (isEventPoint(point)) {
    if (point.kind === 'perf' && isClock(point) && point.hertz === undefined)
      script.deviations.note('profile-rate');
    return probePoint(point, { readsParameters: readsParameters(handler.body) }, script.dialect);
  }
  if (isInputPoint(point)) return servedByProgram;
  if (point.kind !== 'timer') throw new Error(`${point.kind} is no probe of its own`);
  if (point.randomizeNs > 0n) script.deviations.note('timer-jitter');
  const units = [
    ['s', 1_000_000_000n],
    ['ms', 1_000_000n],
    ['us', 1000n],
  ] as const;
  const unit = units.find(([, size]) => point.periodNs % size === 0n);
  if (!unit || point.periodNs === 0n) return 'has a timer that is finer than microseconds';
  const noArguments = Object.assign(
    () => {
      throw new Obstacle('reads an event where there is none', undefined);
    },
    { isTyped: false },
  );
  return {
    text: `interval:${unit[0]}:${point.periodNs / unit[1]}`,
    arguments: noArguments,
    isTraceEvent: false,
  };
}

function readsParameters(body: ir.Block): boolean {
  let reads = false;
  walk(body, {
    expression(node) {
      if (node.kind === 'argument' && node.index >= 0) reads = true;
    },
  });
  return reads;
}

function newWriter(
  handler: ScriptHandler,
  point: ProbePoint | undefined,
  script: Script,
  lines: Lines,
  taken: ReadonlySet<string>,
): ScriptWriter {
  const names = localNames(handler.locals, handler.probe.locals.length, script.program).map((name) =>
    taken.has(name) ? `${name}_${handler.probe.id}` : name,
  );
  const writer = new ScriptWriter(script, handler, names, lines);
  writer.arguments = point?.arguments;
  for (const local of nonNegativeLocals(handler, script.program)) writer.nonNegativeLocals.add(local);
  return writer;
}

/** The handler's lines: its generations, its variables, its statements, its end. `taken` gets its names. */
function writeBody(
  handler: ScriptHandler,
  point: ProbePoint | undefined,
  script: Script,
  problems: HandlerProblem[],
  taken: Set<string>,
): readonly string[] {
  const lines = new Lines();
  const writer = newWriter(handler, point, script, lines, taken);
  const addresses = addressLocals(handler.body, script.program);
  const handled = withoutUnsetTexts(handler.body, addresses);
  const flips = generationsOf(script).filter(({ flippedBy }) => flippedBy.has(handler.probe.id));
  const pair = flips.find(({ form }) => form === 'pair');
  const statements = () => {
    guarded(problems, handler.probe, () => {
      emitBlock(handled, writer);
    });
  };
  if (pair) {
    lines.line(`if (@${pair.name} == 0) {`);
    for (const side of ['a', 'b'] as const) {
      writer.side = side;
      writer.printedMaps.clear();
      lines.indented(() => {
        lines.line('// From here on, events count for the next report.');
        lines.line(`@${pair.name} = ${side === 'a' ? 1 : 0};`);
        statements();
      });
      lines.line(side === 'a' ? '} else {' : '}');
    }
    writer.side = undefined;
  } else statements();
  const body = withExit(lines.list, writer.exitFlag);
  const head: string[] = [];
  for (const generation of flips) {
    if (generation.form !== 'key') continue;
    head.push('// From here on, events count for the next report.');
    head.push(
      `${writer.lastGeneration(generation)} = @${generation.name};`,
      `@${generation.name} = 1 - @${generation.name};`,
    );
  }
  for (const local of localsToDeclare(handled, handler.locals)) {
    const address = addresses.get(local.index);
    if (address?.mayBeUnset === true) {
      const obstacle = new Obstacle(
        'may print a text that is not set where it else holds an address',
        undefined,
      );
      problems.push({ probe: handler.probe, obstacle });
    }
    const name = `$${writer.names[local.index] ?? ''}`;
    // A loop that this version cannot have is not there.
    if (!body.some((line) => mentions(line, name))) continue;
    const unsigned = script.classes.isUnsignedLocal(handler.probe.id, local.index);
    const number = unsigned ? '(uint64)0' : '(int64)0';
    head.push(`${name} = ${local.type === 'string' ? (address?.initial ?? '""') : number};`);
  }
  for (const name of writer.names) taken.add(name);
  return [...head, ...body];
}

function mentions(line: string, name: string): boolean {
  const at = line.indexOf(name);
  return at >= 0 && (!/\w/.test(line[at + name.length] ?? '') || mentions(line.slice(at + 1), name));
}

/** Where exit() is the last thing that a handler does, it stands there itself. */
function withExit(lines: readonly string[], flag: string | undefined): readonly string[] {
  if (flag === undefined) return lines;
  const set = `${flag} = 1;`;
  const uses = lines.filter((line) => line.includes(flag));
  if (uses.length === 1 && lines.at(-1) === set) return [...lines.slice(0, -1), 'exit();'];
  return [`${flag} = 0;`, ...lines, `if (${flag} == 1) {`, '    exit();', '}'];
}

function generationsOf(script: Script): readonly Generation[] {
  return [...new Set(script.storage.flatMap(({ generation }) => generation ?? []))];
}

function guarded<Result>(
  problems: HandlerProblem[],
  probe: ir.Probe,
  emit: () => Result,
): Result | undefined {
  try {
    return emit();
  } catch (obstacle) {
    if (!(obstacle instanceof Obstacle)) throw obstacle;
    problems.push({ probe, obstacle });
    return undefined;
  }
}

/** Every map of the script, for END where bpftrace would print them. */
function mapNames(script: Script, handlers: readonly ScriptHandler[]): readonly string[] {
  const used = usedGlobals(handlers);
  const names = script.storage.flatMap(({ global, name, generation }) => {
    if (!used.has(global.id) || script.leftOut.has(global.id)) return [];
    const shape = global.kind === 'scalar' ? undefined : global.stat;
    const suffixes = shape ? (statMaps(shape, script.dialect) ?? []).map(({ suffix }) => suffix) : [''];
    const sides = generation?.form === 'pair' ? ['_a', '_b'] : [''];
    return suffixes.flatMap((suffix) => sides.map((side) => `${name}${suffix}${side}`));
  });
  return [...names, ...generationsOf(script).map(({ name }) => name)];
}

function usedGlobals(handlers: readonly ScriptHandler[]): ReadonlySet<number> {
  const used = new Set<number>();
  for (const { body } of handlers) {
    walk(body, {
      place(place) {
        if (place.kind !== 'local') used.add(place.global);
      },
      statPlace(place) {
        used.add(place.global);
      },
      statement(node) {
        if (node.kind === 'foreach') used.add(node.global);
      },
    });
  }
  return used;
}

/** bpftrace's maps begin as 0 or empty, and a scalar that nothing has set yet has no type. */
function initialValues(script: Script, handlers: readonly ScriptHandler[]): readonly string[] {
  const used = usedGlobals(handlers);
  const scalars = script.storage.flatMap(({ global, name, kind }) => {
    if (global.kind !== 'scalar' || kind !== 'set' || !used.has(global.id)) return [];
    return [
      `@${name} = ${typeof global.initial === 'string' ? stringLiteral(global.initial) : signedLiteral(global.initial)};`,
    ];
  });
  return [...scalars, ...generationsOf(script).map(({ name }) => `@${name} = (int64)0;`)];
}
