/**
 * What the stages ask of a kernel. src/kernel/ answers from the running one (BTF, kallsyms, tracefs, /proc/config.gz),
 * tests from a small description. All answers are lazy: a script that needs no kernel reads none of it.
 */
import type { CType } from '../program/c-type.ts';
import type { ProbeParameter } from '../program/attach-point.ts';
import type { Programs } from './elf/programs.ts';

export interface Kernel {
  /** uname -r */
  readonly release: string;
  /** As stap's `arch`: x86_64, arm64, … */
  readonly architecture: string;
  /** Value of a CONFIG_ option, "y", "m", a number or a string; undefined: not set. */
  config(name: string): string | undefined;
  /** Undefined: this kernel has no BTF. */
  readonly types: KernelTypes | undefined;
  /** Which attach mechanisms work here; probed when first asked. */
  readonly features: KernelFeatures;
  /** Every function that can be probed: name and module (undefined: the kernel itself). */
  functionNames(): readonly { readonly name: string; readonly module: string | undefined }[];
  /** Which source files functions are defined in; undefined where no index is at hand. */
  readonly sourceFiles?: SourceFileIndex | undefined;
  /** The programs of the machine that it runs; undefined where none can be looked at. */
  readonly programs?: Programs | undefined;
}

export interface SourceFileIndex {
  /** Whether one of the kernels that it was made from has such a function, outside modules. */
  knows(name: string): boolean;
  /** What files hold whose path in the source tree, `net/socket.c`, matches. */
  functionsIn(matchesFile: (file: string) => boolean): FunctionsOfFiles;
}

export interface FunctionsOfFiles {
  /** Undefined: no such function in these files, or not known. */
  find(name: string, module: string | undefined): DefinedFunction | undefined;
}

export interface DefinedFunction {
  readonly file: string;
  /** Other files that define a function of this name too, beside it in the kernel or the module: the name does not tell which is meant. */
  readonly otherFiles: readonly string[];
}

export interface KernelFeatures {
  readonly kprobe: boolean;
  readonly kprobeMulti: boolean;
  readonly fentry: boolean;
  readonly rawTracepoint: boolean;
  readonly uprobe: boolean;
  readonly perfEvent: boolean;
  /** For each one that does not work here, what the kernel lacks: "it is built without CONFIG_KPROBES". */
  readonly reasons?: Readonly<Partial<Record<FeatureName, string>>>;
}

export type FeatureName = 'kprobe' | 'kprobeMulti' | 'fentry' | 'rawTracepoint' | 'uprobe' | 'perfEvent';

export interface KernelTypes {
  /** Tracepoint names, sorted. */
  tracepointNames(): readonly string[];
  /** The arguments of a tracepoint with their names; undefined: no such tracepoint. */
  tracepoint(name: string): readonly ProbeParameter[] | undefined;
  function(
    name: string,
  ): { readonly parameters: readonly ProbeParameter[]; readonly result: CType } | undefined;
  /**
   * The members of a structure, in order; members of anonymous structures and unions inside it count as its own.
   * Undefined: no such structure.
   */
  members(struct: {
    readonly keyword: 'struct' | 'union' | 'typedef';
    readonly name: string;
  }): readonly KernelMember[] | undefined;
  /** The type a cast names: "struct sock", "sock", "task_struct *", "unsigned int". */
  named(text: string): CType | undefined;
  /** Size in bytes; 0 for void and functions. */
  sizeOf(type: CType): number;
  /** Value of an enumerator. */
  enumerator(name: string): bigint | undefined;
}

export interface KernelMember {
  readonly name: string;
  readonly type: CType;
  /** In bits from the structure's start. */
  readonly bitOffset: number;
  /** 0: not a bit field. */
  readonly bitSize: number;
}
