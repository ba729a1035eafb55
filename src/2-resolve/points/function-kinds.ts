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
  if (!request.attachElsewhere && !isAttachable(request)) return unattachable(request);
  // fentry needs BTF, kprobes only a name; another machine is known by its BTF alone.
  const beyondTypes = !request.attachElsewhere && attachesByName(request);
  const matched = matching(request, beyondTypes);
  if (typeof matched === 'string') return problem(matched);
  const found = matched.length > 0 ? matched : onOtherKernels(request);
  if (found.length === 0) return problem(() => noMatch(request));
  return {
    kind: 'points',
    points: found.map((match) => ({
      attach: functionPoint(request, match),
      text: resolvedText(request, match),
    })),
  };
}

/** Whether this kernel has fentry takes long to find out, so it is asked last. */
function isAttachable(request: PointRequest): boolean {
  return attachesByName(request) || request.kernel.features.fentry;
}

function attachesByName({ kernel: { features } }: PointRequest): boolean {
  return features.kprobe || features.kprobeMulti;
}

function matching(request: PointRequest, beyondTypes: boolean): readonly FunctionMatch[] | string {
  const pattern = stringOf(request, 'function') ?? '';
  return matchFunctions(request.kernel, pattern, stringOf(request, 'module'), beyondTypes);
}

/** A program for another machine may probe a function by its name alone. */
function onOtherKernels(request: PointRequest): readonly FunctionMatch[] {
  const name = stringOf(request, 'function') ?? '';
  const isPlain = /^\w+$/.test(name) && stringOf(request, 'module') === undefined;
  if (!request.attachElsewhere || !isPlain || request.kernel.sourceFiles?.knows(name) !== true) return [];
  return [{ name, module: undefined, file: undefined, elsewhere: true }];
}

type FunctionNames = ReturnType<PointRequest['kernel']['functionNames']>;

interface NamesByPlace {
  readonly inModules: readonly string[];
  readonly inKernel: readonly string[];
}

/** Of a kernel's list of functions, which stays the same. */
const placesOf = new WeakMap<FunctionNames, NamesByPlace>();

function namesByPlace(functions: FunctionNames): NamesByPlace {
  const known = placesOf.get(functions);
  if (known !== undefined) return known;
  const names = (inModule: boolean) =>
    functions.filter(({ module }) => (module !== undefined) === inModule).map(({ name }) => name);
  const places = { inModules: names(true), inKernel: names(false) };
  placesOf.set(functions, places);
  return places;
}

function noMatch(request: PointRequest): string {
  const inModule = stringOf(request, 'module') !== undefined;
  const { inModules, inKernel } = namesByPlace(request.kernel.functionNames());
  const pattern = (stringOf(request, 'function') ?? '').replace(/@.*$/, '');
  const similar = similarText(pattern, inModule ? inModules : inKernel);
  return `no match${similar.replace('(similar:', '(similar functions:')}`;
}

/** Only where the problem is told is it worth finding out whether the function exists. */
function unattachable(request: PointRequest): BuiltPoints {
  let exists = false;
  return problem(
    () => {
      const matched = matching(request, true);
      if (typeof matched === 'string') return matched;
      if (matched.length === 0) return noMatch(request);
      exists = true;
      return 'this kernel can attach to no function: it has neither kprobes (CONFIG_KPROBES) nor fentry (CONFIG_FUNCTION_TRACER with BPF trampolines)';
    },
    // Not for a function that no kernel has: asked for behind the problem.
    () =>
      exists
        ? 'a tracepoint may serve instead: stsx list \'kernel.trace("*")\' shows what there is'
        : undefined,
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
    ...(type === undefined ? { typeless: true } : {}),
    maxactive: maxactive === undefined ? undefined : Number(maxactive),
    ...(match.elsewhere === true ? { elsewhere: true } : {}),
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
