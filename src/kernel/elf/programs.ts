/** The programs of a machine as probes name them: `process("NAME")`, `process(PID)`, `.library("NAME")`. */
import type { ProgramFunction } from './functions-of.ts';
import type { ProgramMark } from './marks-of.ts';
import type { PltEntry } from './plt-of.ts';

export interface Programs {
  /**
   * As a shell finds a command: relative to the working folder if there is a slash, otherwise in $PATH. With wildcards, all files
   * that match. For a script with `#!`, its interpreter.
   */
  find(name: string): FoundPrograms;
  /** What a running process runs. */
  ofProcess(pid: number): FoundPrograms;
  /** A library that a program is linked with, directly or by another library, or any by its path; wildcards as above. */
  libraries(program: ProgramFile, name: string): FoundPrograms;
  /** Paths of the program and of all libraries that it is linked with. */
  imagesOf(program: ProgramFile): readonly string[];
}

export type FoundPrograms =
  | { readonly files: readonly ProgramFile[] }
  /** Why there is none, to stand behind "while resolving probe point:". */
  | { readonly problem: string; readonly similar: readonly string[] };

export interface ProgramFile {
  /** Absolute, without links. */
  readonly path: string;
  /** Hexadecimal; undefined: the linker gave it none. */
  readonly buildId: string | undefined;
  /** The table of all its symbols was taken out, and is not installed elsewhere. */
  readonly isStripped: boolean;
  readonly machine: 'x86_64' | 'arm64' | 'other';
  functions(): readonly ProgramFunction[];
  plt(): readonly PltEntry[];
  marks(): readonly ProgramMark[];
  /** Where an address of the file stands in it. */
  fileOffset(address: bigint): bigint | undefined;
  /** Names of the libraries that it asks the dynamic linker for. */
  neededLibraries(): readonly string[];
  /** Folders in which it wants them looked for first. */
  libraryFolders(): readonly string[];
}
