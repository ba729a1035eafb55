/**
 * A kernel that keeps what it answers. In: the kernel that knows; out: one that says the same, and the description of all that it was
 * asked for so far. Of the long lists of names it keeps what the script's probes took of them.
 */
import type { AttachPoint } from '../../program/attach-point.ts';
import type { Kernel, KernelFeatures, KernelMember, KernelTypes, SourceFileIndex } from '../kernel.ts';
import type { KernelDescription, TypesDescription } from './kernel-description.ts';

export interface DescribingKernel {
  readonly kernel: Kernel;
  /** `points` are those of the compiled program. */
  readonly description: (points: readonly AttachPoint[]) => KernelDescription;
}

/** Answers about types while they are collected. */
type ObservedTypes = {
  readonly [Part in keyof TypesDescription]: Part extends 'members'
    ? Record<string, ObservedMember[]>
    : Record<string, TypesDescription[Part][string]>;
};

export function describingKernel(inner: Kernel): DescribingKernel {
  const config: Record<string, string> = {};
  const features: Record<string, boolean> = {};
  const elsewhere = new Set<string>();
  const definitions: Record<string, KernelDescription['definitions'][string]> = {};
  const types: ObservedTypes = {
    tracepoints: {},
    functions: {},
    members: {},
    named: {},
    sizes: {},
    enumerators: {},
  };
  let describedTypes: KernelTypes | undefined;
  const kernel: Kernel = {
    release: inner.release,
    architecture: inner.architecture,
    config: (name) => kept(config, name, inner.config(name)),
    get types() {
      return inner.types && (describedTypes ??= describingTypes(inner.types, types));
    },
    get features() {
      return describingFeatures(inner.features, features);
    },
    functionNames: () => inner.functionNames(),
    get sourceFiles() {
      return inner.sourceFiles && describingIndex(inner.sourceFiles, definitions, elsewhere);
    },
  };
  return {
    kernel,
    description(points) {
      const attached = new Set(
        points.flatMap((point) =>
          point.kind === 'function' ? [definitionKey(point.name, point.module)] : [],
        ),
      );
      const names = [...attached].map((key) => {
        const [module = '', name = ''] = key.split(':');
        return module === '' ? { name } : { name, module };
      });
      return {
        release: inner.release,
        architecture: inner.architecture,
        config,
        features,
        functionNames: names,
        definitions: Object.fromEntries(Object.entries(definitions).filter(([key]) => attached.has(key))),
        functionsElsewhere: [...elsewhere],
        ...(describedTypes ? { types: typesDescription(types) } : {}),
      };
    },
  };
}

export function definitionKey(name: string, module: string | undefined): string {
  return `${module ?? ''}:${name}`;
}

export function structureKey(struct: { readonly keyword: string; readonly name: string }): string {
  return `${struct.keyword} ${struct.name}`;
}

function kept<Answer>(
  answers: Record<string, NonNullable<Answer>>,
  question: string,
  answer: Answer,
): Answer {
  if (answer !== undefined && answer !== null) answers[question] = answer;
  return answer;
}

function describingFeatures(inner: KernelFeatures, answers: Record<string, boolean>): KernelFeatures {
  return {
    get kprobe() {
      return kept(answers, 'kprobe', inner.kprobe);
    },
    get kprobeMulti() {
      return kept(answers, 'kprobeMulti', inner.kprobeMulti);
    },
    get fentry() {
      return kept(answers, 'fentry', inner.fentry);
    },
    get rawTracepoint() {
      return kept(answers, 'rawTracepoint', inner.rawTracepoint);
    },
    get uprobe() {
      return kept(answers, 'uprobe', inner.uprobe);
    },
    get perfEvent() {
      return kept(answers, 'perfEvent', inner.perfEvent);
    },
    get reasons() {
      return inner.reasons ?? {};
    },
  };
}

function describingTypes(inner: KernelTypes, answers: ObservedTypes): KernelTypes {
  return {
    tracepointNames: () => inner.tracepointNames(),
    tracepoint: (name) => kept(answers.tracepoints, name, inner.tracepoint(name)),
    function: (name) => kept(answers.functions, name, inner.function(name)),
    members(struct) {
      const key = structureKey(struct);
      const known = answers.members[key];
      return (
        known ??
        kept(
          answers.members,
          key,
          inner.members(struct)?.map((one) => new ObservedMember(one)),
        )
      );
    },
    named: (text) => kept(answers.named, text, inner.named(text)),
    sizeOf: (type) => kept(answers.sizes, JSON.stringify(type), inner.sizeOf(type)),
    enumerator(name) {
      const value = inner.enumerator(name);
      kept(answers.enumerators, name, value?.toString());
      return value;
    },
  };
}

/**
 * A structure may have hundreds of members, of which a script takes a few: those whose type somebody looked at. Looking for a member by name
 * does not touch the others' types.
 */
class ObservedMember implements KernelMember {
  readonly name: string;
  readonly bitOffset: number;
  readonly bitSize: number;
  isUsed = false;
  private readonly inner: KernelMember;

  constructor(inner: KernelMember) {
    this.inner = inner;
    this.name = inner.name;
    this.bitOffset = inner.bitOffset;
    this.bitSize = inner.bitSize;
  }

  get type(): KernelMember['type'] {
    this.isUsed = true;
    return this.inner.type;
  }
}

function typesDescription(observed: ObservedTypes): TypesDescription {
  const members = Object.entries(observed.members).map(([struct, all]) => [
    struct,
    all
      .filter(({ isUsed }) => isUsed)
      .map(({ name, type, bitOffset, bitSize }): KernelMember => ({ name, type, bitOffset, bitSize })),
  ]);
  return { ...observed, members: Object.fromEntries(members) as TypesDescription['members'] };
}

function describingIndex(
  inner: SourceFileIndex,
  answers: Record<string, KernelDescription['definitions'][string]>,
  elsewhere: Set<string>,
): SourceFileIndex {
  return {
    knows(name) {
      const isKnown = inner.knows(name);
      if (isKnown) elsewhere.add(name);
      return isKnown;
    },
    functionsIn(matchesFile) {
      const inFiles = inner.functionsIn(matchesFile);
      return {
        find: (name, module) => kept(answers, definitionKey(name, module), inFiles.find(name, module)),
      };
    },
  };
}
