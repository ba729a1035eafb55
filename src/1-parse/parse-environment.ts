/**
 * What parsing takes from outside the text: the conditions that %( … %) asks about, the script's arguments, the library's
 * macros. stap(1), sections PREPROCESSING and GENERAL SYNTAX.
 */
import type { MacroTable } from './preprocess/macro.ts';

export interface ParseEnvironment {
  /** `kernel_vr`: the release with its suffix, as `uname -r` prints it. */
  readonly kernelRelease: string;
  /** `kernel_v`: the release up to its first dash. */
  readonly kernelVersion: string;
  /** `arch`, in the kernel build's names: `x86_64`, `arm64`. */
  readonly architecture: string;
  /** A `CONFIG_…` option's value (`y`, `m`, `250`); undefined where it is not set. */
  readonly config: (option: string) => string | undefined;
  /** `$1` and `@1` are the first. */
  readonly arguments: readonly string[];
  /** -g */
  readonly guru: boolean;
  /** From the library's .stpm files. */
  readonly libraryMacros: MacroTable;
  /** Told the zero-based place of each argument that a file used; `$#` and `@#` use them all. */
  readonly argumentUsed: (place: number) => void;
}

/** The version of SystemTap whose language this is; `systemtap_v`. */
export const systemtapVersion = '5.6';

/** Programs run in the kernel, and whoever may load them may do all: `runtime` and `systemtap_privilege`. */
export const runtimeName = 'kernel';
export const privilegeName = 'stapdev';

/** `6.18.5` of `6.18.5-2-amd64`. */
export function versionOfRelease(release: string): string {
  return release.split('-')[0] ?? release;
}
