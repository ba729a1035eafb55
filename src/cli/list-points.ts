/**
 * `stsx list PATTERN`: the probe points that a pattern stands for here, one a line and sorted; with -v their variables. The pattern is resolved
 * as a probe of a script is, so what is listed is what a probe would take.
 */
import { Report } from '../diagnostics/report.ts';
import { displayText } from '../diagnostics/display-text.ts';
import type * as ir from '../ir/ir.ts';
import type { AttachPoint } from '../program/attach-point.ts';
import type { SessionOptions } from '../session-options.ts';
import { cTypeText } from '../program/c-type-text.ts';
import { compileFront, surroundings } from './compile-front.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import { stageTiming } from './stage-timing.ts';
import { writeReport } from './write-report.ts';

export interface ListRequest {
  readonly format: 'text' | 'json';
  readonly verbose: number;
}

interface ListedPoint {
  readonly point: string;
  readonly variables: readonly { readonly name: string; readonly type: string }[];
}

/** `options` as for a script: -I, -D. */
export function listPoints(pattern: string, options: SessionOptions, request: ListRequest): ExitStatus {
  const report = new Report();
  const origin = { kind: 'text', text: `probe ${pattern} { print("") }` } as const;
  const front = { depth: 'types', attachElsewhere: true, runStage: stageTiming(false).run } as const;
  // Unoptimized: the variables of an alias are there though nothing reads them.
  const listing = { ...options, unoptimized: true, suppressWarnings: true };
  const made = compileFront(origin, listing, surroundings(options), front, report);
  writeReport(report, listing);
  if (made?.program === undefined || report.hasErrors) return exitStatus.refused;
  for (const listed of pointsOf(made.program)) {
    process.stdout.write(
      request.format === 'json' ? `${JSON.stringify(listed)}\n` : `${asText(listed, request.verbose > 0)}\n`,
    );
  }
  return exitStatus.success;
}

/** Several probes may stand behind one name: an alias of two points is listed once. */
function pointsOf(program: ir.Program): readonly ListedPoint[] {
  const byName = new Map<string, ListedPoint>();
  for (const probe of program.probes) {
    const point = displayText(listedName(probe));
    if (!byName.has(point))
      byName.set(point, { point, variables: [...targetVariables(probe.point), ...localVariables(probe)] });
  }
  return [...byName.values()].sort((left, right) => (left.point < right.point ? -1 : 1));
}

/** An alias by its own name, another point as it was resolved. */
function listedName(probe: ir.Probe): string {
  return /[*?(]/.test(probe.name) ? probe.pointText : probe.name;
}

function targetVariables(point: AttachPoint): ListedPoint['variables'] {
  switch (point.kind) {
    case 'tracepoint':
    case 'user-mark':
      return point.parameters.map(({ name, type }) => ({ name: `$${name}`, type: cTypeText(type) }));
    case 'function':
    case 'user-function': {
      const parameters = point.parameters.map(({ name, type }) => ({
        name: `$${name}`,
        type: cTypeText(type),
      }));
      const result = point.at === 'return' && point.result.kind !== 'void';
      return result ? [{ name: '$return', type: cTypeText(point.result) }, ...parameters] : parameters;
    }
    case 'begin':
    case 'end':
    case 'error':
    case 'never':
    case 'timer':
    case 'perf':
    case 'input':
      return [];
    case 'file':
      return [{ name: '$value', type: 'string' }];
  }
}

function localVariables(probe: ir.Probe): ListedPoint['variables'] {
  return probe.locals
    .filter(({ name }) => !name.startsWith('_'))
    .map(({ name, type }) => ({ name: displayText(name), type }));
}

function asText({ point, variables }: ListedPoint, withVariables: boolean): string {
  return [point, ...(withVariables ? variables.map(({ name, type }) => `${name}:${type}`) : [])].join(' ');
}
