/** Small programs that tests compile, in a folder that goes when the test ends. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ProgramFolder {
  readonly path: string;
  /** Compiles C text; gives the program's path. */
  compile(name: string, source: string, flags?: readonly string[]): string;
  run(command: string, args: readonly string[]): void;
  remove(): void;
}

export function programFolder(): ProgramFolder {
  const path = mkdtempSync(join(tmpdir(), 'stsx-program-'));
  const run = (command: string, args: readonly string[]): void => {
    execFileSync(command, args, { cwd: path, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  return {
    path,
    run,
    compile: (name, source, flags = []) => {
      writeFileSync(join(path, `${name}.c`), source);
      run('gcc', [...flags, '-o', name, `${name}.c`]);
      return join(path, name);
    },
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export const bytesOf = (path: string): Uint8Array => readFileSync(path);
