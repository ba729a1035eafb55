/**
 * What a kernel answered while a script was compiled, as plain data. A recording carries it, so that the script means the same on a machine
 * with another kernel, or with none that describes itself.
 */
import type { ProbeParameter } from '../../program/attach-point.ts';
import type { CType } from '../../program/c-type.ts';
import type { DefinedFunction, FeatureName, KernelMember } from '../kernel.ts';

export interface KernelDescription {
  readonly release: string;
  readonly architecture: string;
  /** Options that are set, of those asked for. */
  readonly config: Readonly<Record<string, string>>;
  readonly features: Readonly<Partial<Record<FeatureName, boolean>>>;
  /** Functions that the script's probes attach to. */
  readonly functionNames: readonly { readonly name: string; readonly module?: string }[];
  /** Source files of functions that were looked for by file, by `MODULE:NAME`. */
  readonly definitions: Readonly<Record<string, DefinedFunction>>;
  /** Functions that other kernels have, of those asked for. */
  readonly functionsElsewhere: readonly string[];
  /** Undefined: the kernel describes no types. */
  readonly types?: TypesDescription;
}

export interface TypesDescription {
  readonly tracepoints: Readonly<Record<string, readonly ProbeParameter[]>>;
  readonly functions: Readonly<Record<string, FunctionDescription>>;
  /** By `struct NAME`. */
  readonly members: Readonly<Record<string, readonly KernelMember[]>>;
  readonly named: Readonly<Record<string, CType>>;
  /** By the type as JSON. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Decimal. */
  readonly enumerators: Readonly<Record<string, string>>;
}

export interface FunctionDescription {
  readonly parameters: readonly ProbeParameter[];
  readonly result: CType;
}
