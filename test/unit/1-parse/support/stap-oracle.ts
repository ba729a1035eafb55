/**
 * SystemTap's own front end, where it is installed: `stap -p1` parses and dumps. It wants a kernel build folder, but only
 * looks at three files of it, which are made here.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface Verdict {
  readonly accepted: boolean;
  readonly dump: string;
  /** The first `parse error:` line's text, and its `line:column`, or `EOF`. */
  readonly error: { readonly text: string; readonly place: string } | undefined;
}

/** Why there is no oracle; undefined if there is one. */
export function missingOracle(): string | undefined {
  try {
    execFileSync('stap', ['--version'], { stdio: 'ignore' });
  } catch {
    return 'stap is not installed';
  }
  return existsSync('/proc/config.gz')
    ? undefined
    : '/proc/config.gz is missing: the kernel does not tell its configuration';
}

export class StapOracle {
  private readonly folder = mkdtempSync(join(tmpdir(), 'stsx-oracle-'));
  private count = 0;

  constructor() {
    mkdirSync(join(this.folder, 'build/include/config'), { recursive: true });
    writeFileSync(join(this.folder, 'build/.config'), gunzipSync(readFileSync('/proc/config.gz')));
    writeFileSync(join(this.folder, 'build/include/config/kernel.release'), `${release()}\n`);
    writeFileSync(join(this.folder, 'build/Module.symvers'), '');
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async parse(
    text: string,
    options: { readonly guru?: boolean; readonly arguments?: readonly string[] } = {},
  ): Promise<Verdict> {
    const file = join(this.folder, `${this.count++}.stp`);
    writeFileSync(file, text, 'latin1');
    const guru = options.guru === true ? ['-g'] : [];
    const given = ['-p1', '-r', join(this.folder, 'build'), ...guru, file, ...(options.arguments ?? [])];
    return new Promise((resolve) => {
      execFile(
        'stap',
        given,
        { encoding: 'latin1', timeout: 60_000, maxBuffer: 1 << 26 },
        (error, stdout, stderr) => {
          rmSync(file);
          resolve({ accepted: error === null, dump: stdout, error: firstError(stderr) });
        },
      );
    });
  }
}

function firstError(stderr: string): Verdict['error'] {
  const match = /^parse error: ([^]*?)\n\s+(?:saw|at): (.*)$/m.exec(stderr);
  if (match === null) return undefined;
  const place = /(?:^|:| )(\d+:\d+)$/.exec(match[2] ?? '')?.[1] ?? (/EOF$/.test(match[2] ?? '') ? 'EOF' : '');
  return { text: (match[1] ?? '').replace(/\s+/g, ' '), place };
}

/** Runs the work over all items, two at a time. */
export async function inPairs<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
