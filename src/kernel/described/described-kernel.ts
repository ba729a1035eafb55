/** A kernel as a description has it. What the description does not hold, this kernel does not have. */
import type { Kernel, KernelTypes } from '../kernel.ts';
import { definitionKey, structureKey } from './describing-kernel.ts';
import type { KernelDescription, TypesDescription } from './kernel-description.ts';

export function describedKernel(description: KernelDescription): Kernel {
  const { features, definitions } = description;
  const types = description.types && describedTypes(description.types);
  return {
    release: description.release,
    architecture: description.architecture,
    config: (name) => own(description.config, name),
    types,
    features: {
      kprobe: features.kprobe ?? false,
      kprobeMulti: features.kprobeMulti ?? false,
      fentry: features.fentry ?? false,
      rawTracepoint: features.rawTracepoint ?? false,
      uprobe: features.uprobe ?? false,
      perfEvent: features.perfEvent ?? false,
    },
    functionNames: () => description.functionNames.map(({ name, module }) => ({ name, module })),
    sourceFiles: {
      knows: (name) => description.functionsElsewhere.includes(name),
      functionsIn: (matchesFile) => ({
        find(name, module) {
          const found = own(definitions, definitionKey(name, module));
          return found && [found.file, ...found.otherFiles].some(matchesFile) ? found : undefined;
        },
      }),
    },
  };
}

function describedTypes(types: TypesDescription): KernelTypes {
  return {
    tracepointNames: () => Object.keys(types.tracepoints).sort(),
    tracepoint: (name) => own(types.tracepoints, name),
    function: (name) => own(types.functions, name),
    members: (struct) => own(types.members, structureKey(struct)),
    named: (text) => own(types.named, text),
    sizeOf: (type) => own(types.sizes, JSON.stringify(type)) ?? 0,
    enumerator(name) {
      const value = own(types.enumerators, name);
      return value === undefined ? undefined : BigInt(value);
    },
  };
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
