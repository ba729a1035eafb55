/** What target variables a probe's place offers: stapprobes(3stap), CONTEXT VARIABLES. */
import type { Kernel } from '../../kernel/kernel.ts';
import type { AttachPoint, FunctionPoint, ProbeParameter } from '../../program/attach-point.ts';
import type { CType } from '../../program/c-type.ts';

export interface TargetContext {
  /** Its types are read when a target variable needs them. */
  readonly kernel: Pick<Kernel, 'types'>;
  /** Their places are the arguments' indexes. */
  readonly parameters: readonly ProbeParameter[];
  /** Of a return probe whose function returns a value. */
  readonly result: CType | undefined;
  /** $$name of a tracepoint, or of a stub that leads to a library's function. */
  readonly eventName: string | undefined;
  /** $$provider of a mark. */
  readonly provider?: string;
  /** Why there are no variables, where there are none. */
  readonly lacking: string | undefined;
  /** Of a function that a pattern matched and that is known by name alone: its groups of variables are empty. */
  readonly typeless?: string;
}

/** Functions of a script have no target variables of their own, but may cast. */
export function functionContext(kernel: Pick<Kernel, 'types'>): TargetContext {
  return {
    kernel,
    parameters: [],
    result: undefined,
    eventName: undefined,
    lacking: 'functions have no target variables: hand the value over as an argument',
  };
}

export function targetContext(kernel: Pick<Kernel, 'types'>, point: AttachPoint): TargetContext {
  const none = { kernel, parameters: [], result: undefined, eventName: undefined };
  switch (point.kind) {
    case 'begin':
    case 'end':
    case 'error':
    case 'never':
    case 'timer':
    case 'perf':
      return { ...none, lacking: `${point.kind} probes have no target variables` };
    case 'file':
      return { ...none, lacking: 'procfs files have one target variable, $value' };
    case 'input':
      return { ...none, lacking: 'standard input has no target variables' };
    case 'tracepoint':
      return { ...none, parameters: point.parameters, eventName: point.name, lacking: undefined };
    case 'function':
      return {
        ...none,
        parameters: point.parameters,
        result: point.at === 'return' && point.result.kind !== 'void' ? point.result : undefined,
        lacking: point.typeless === true ? lackOf(point) : undefined,
        ...(point.typeless === true && point.optional === true ? { typeless: point.name } : {}),
      };
    case 'user-function':
      return {
        ...none,
        parameters: point.parameters,
        result: point.at === 'return' && point.result.kind !== 'void' ? point.result : undefined,
        eventName: point.label,
        lacking: point.lacking,
      };
    case 'user-mark':
      return {
        ...none,
        parameters: point.parameters,
        eventName: point.name,
        provider: point.provider,
        lacking: undefined,
      };
  }
}

function lackOf({ name, elsewhere }: FunctionPoint): string {
  return elsewhere === true
    ? `this kernel has no function ${name}, so its parameters are not known here`
    : `BTF knows no parameters of ${name}`;
}
