/**
 * Entries and returns of kernel functions: stapprobes(3stap), DWARF and DWARFLESS. What debuginfo is to SystemTap, BTF is here:
 * it knows functions, parameters and types, but neither lines nor what was inlined.
 */
import type { FunctionPoint } from '../../program/attach-point.ts';
import { similarText } from '../similar-names.ts';
import { matchFunctions, type FunctionMatch } from './match-functions.ts';
import {
  hasComponent,
  numberOf,
  problem,
  stringOf,
  type BuiltPoints,
  type PointKind,
  type PointRequest,
} from './point-kind.ts';
import { pointText, quoted } from './point-text.ts';

const heads = ['kernel.function(string)', 'module(string).function(string)'];
const dwarflessHeads = ['kprobe.function(string)', 'kprobe.module(string).function(string)'];
const tails = [
  '',
  '.call',
  '.exported',
  '.return',
  '.return.maxactive(number)',
  '.exported.return',
  '.call.return',
];
const dwarflessTails = ['', '.call', '.return', '.return.maxactive(number)'];

export const functionKinds: readonly PointKind[] = [
  ...heads.flatMap((head) => tails.map((tail) => ({ shape: head + tail, build: buildFunctions }))),
  ...dwarflessHeads.flatMap((head) =>
    dwarflessTails.map((tail) => ({ shape: head + tail, build: buildFunctions })),
  ),
];

function buildFunctions(request: PointRequest): BuiltPoints {
  const pattern = stringOf(request, 'function') ?? '';
  const module = stringOf(request, 'module');
  const matched = matchFunctions(request.kernel, pattern, module);
  if (typeof matched === 'string') return problem(matched);
  if (matched.length === 0) {
    const names = request.kernel
      .functionNames()
      .filter((candidate) => (module === undefined) === (candidate.module === undefined));
    const similar = similarText(
      pattern.replace(/@.*$/, ''),
      names.map(({ name }) => name),
    );
    return problem(`no match${similar.replace('(similar:', '(similar functions:')}`);
  }
  const lacking = attachProblem(request);
  if (lacking !== undefined) return lacking;
  return {
    kind: 'points',
    points: matched.map((match) => ({
      attach: functionPoint(request, match),
      text: resolvedText(request, match),
    })),
  };
}

function attachProblem(request: PointRequest): BuiltPoints | undefined {
  const { fentry, kprobe, kprobeMulti } = request.kernel.features;
  if (request.attachElsewhere || fentry || kprobe || kprobeMulti) return undefined;
  return problem(
    'this kernel can attach to no function: it has neither kprobes (CONFIG_KPROBES) nor fentry (CONFIG_FUNCTION_TRACER with BPF trampolines)',
    'a tracepoint may serve instead: stsx list \'kernel.trace("*")\' shows what there is',
  );
}

function functionPoint(request: PointRequest, match: FunctionMatch): FunctionPoint {
  const dwarfless = request.components[0]?.name === 'kprobe';
  const type = dwarfless ? undefined : request.kernel.types?.function(match.name);
  const maxactive = numberOf(request, 'maxactive');
  return {
    kind: 'function',
    name: match.name,
    module: match.module,
    at: hasComponent(request, 'return') ? 'return' : 'entry',
    parameters: type?.parameters ?? [],
    result: type?.result ?? { kind: 'void' },
    maxactive: maxactive === undefined ? undefined : Number(maxactive),
  };
}

/** The point as the script has it, with the names that its patterns matched, and the source file where it is known. */
function resolvedText(request: PointRequest, match: FunctionMatch): string {
  return request.components
    .map((component) => {
      if (component.name === 'module' && match.module !== undefined) return `module(${quoted(match.module)})`;
      if (component.name !== 'function') return pointText([component]);
      return `function(${quoted(match.file === undefined ? match.name : `${match.name}@${match.file}`)})`;
    })
    .join('.');
}
