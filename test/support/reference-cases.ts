/**
 * The reference corpus as data: each script with what real SystemTap did with it. See test/reference/README.md for the files of a
 * case. Text is in byte strings, as everywhere.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ReferenceCase {
  /** `ar_div_zero` */
  readonly name: string;
  readonly category: string;
  /** Absolute path of the script. */
  readonly path: string;
  readonly script: string;
  /** `// FLAGS:` stap's options, `// ARGS:` the script's arguments. */
  readonly flags: readonly string[];
  readonly arguments: readonly string[];
  /** `// RUN: timeout N`: after that many seconds ^C; 20 unless said. */
  readonly timeoutSeconds: number;
  readonly output: string;
  readonly errors: string;
  readonly status: number;
  /** Warnings at translation. */
  readonly warnings: string;
  /** Rejects only: the pass of SystemTap that refused it. */
  readonly refusedIn: number | undefined;
}

const folder = fileURLToPath(new URL('../reference/cases', import.meta.url));

export const referenceCases: readonly ReferenceCase[] = readdirSync(folder)
  .sort()
  .flatMap((category) =>
    readdirSync(`${folder}/${category}`)
      .filter((file) => file.endsWith('.stp'))
      .sort()
      .map((file) => readCase(category, `${folder}/${category}/${file}`)),
  );

function readCase(category: string, path: string): ReferenceCase {
  const stem = path.replace(/\.stp$/, '');
  const read = (extension: string): string =>
    existsSync(stem + extension) ? readFileSync(stem + extension, 'latin1') : '';
  const script = read('.stp');
  const directive = (name: string): readonly string[] => {
    const words = new RegExp(`^// ${name}: *(.*)$`, 'm').exec(script)?.[1]?.trim();
    return words === undefined || words === '' ? [] : words.split(/\s+/);
  };
  const pass = read('.pass').trim();
  return {
    name: basename(stem),
    category,
    path,
    script,
    flags: directive('FLAGS'),
    arguments: directive('ARGS'),
    timeoutSeconds: Number(directive('RUN')[1] ?? 20),
    output: read('.out'),
    errors: read('.err'),
    status: Number(read('.rc')),
    warnings: read('.compile.err'),
    refusedIn: pass === '' ? undefined : Number(pass),
  };
}

export const runCases = referenceCases.filter((candidate) => candidate.refusedIn === undefined);
export const rejectCases = referenceCases.filter((candidate) => candidate.refusedIn !== undefined);
