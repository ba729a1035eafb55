/**
 * The machine as src/kernel reads it: a few files, a few short commands. Everything that looks at the machine does so through
 * this, so tests describe a machine instead of having one.
 */
import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { arch, release } from 'node:os';

export interface Host {
  /** uname -r */
  readonly release: string;
  /** As Node names it: x64, arm64, … */
  readonly architecture: string;
  /** Undefined: not there, or not readable. */
  readBytes(path: string): Uint8Array | undefined;
  readText(path: string): string | undefined;
  /** Why the first byte of the file cannot be read, as an error name (ENOENT, EPERM, …); undefined: it can. */
  readFailure(path: string): string | undefined;
  exists(path: string): boolean;
  isWritable(path: string): boolean;
  /** Names in a folder; none if it cannot be read. */
  list(folder: string): readonly string[];
  /** Standard output of a command; undefined: it is not installed or ended with an error. */
  run(command: string, args: readonly string[]): string | undefined;
  environment(name: string): string | undefined;
  /** The path of a regular file without links, relative ones from the working folder; undefined: there is no such file. */
  filePath(path: string): string | undefined;
  isExecutable(path: string): boolean;
}

export function thisHost(): Host {
  return {
    release: release(),
    architecture: arch(),
    readBytes: (path) => attempt(() => readFileSync(path)),
    readText: (path) => attempt(() => readFileSync(path, 'latin1')),
    readFailure,
    exists: existsSync,
    isWritable: (path) =>
      attempt(() => {
        accessSync(path, constants.W_OK);
        return true;
      }) ?? false,
    list: (folder) => attempt(() => readdirSync(folder)) ?? [],
    run: (command, args) =>
      attempt(() =>
        execFileSync(command, args, {
          encoding: 'latin1',
          stdio: ['ignore', 'pipe', 'ignore'],
          timeout: 5000,
        }),
      ),
    environment: (name) => process.env[name],
    filePath: (path) =>
      attempt(() => {
        const real = realpathSync(path);
        return statSync(real).isFile() ? real : undefined;
      }),
    isExecutable: (path) =>
      attempt(() => {
        accessSync(path, constants.X_OK);
        return true;
      }) ?? false,
  };
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function readFailure(path: string): string | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, new Uint8Array(1));
    } finally {
      closeSync(file);
    }
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  }
}
