/** input.char and input.line: what comes on standard input, from a pipe, a file and a terminal. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stsx } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const script = `
global chars
probe input.char { chars++; if (char == "!") println("exclaimed") }
probe input.line { printf("<%s>", line); if (line == "stop\\n") exit() }
probe end { printf("%d characters\\n", chars) }`;

describeLive('probes on standard input', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-input-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function run(
    words: readonly string[],
    input: string,
  ): { readonly output: string; readonly status: number | null } {
    const { stdout, status } = spawnSync(process.execPath, [stsx, 'run', ...words], {
      input,
      encoding: 'latin1',
      timeout: 60_000,
    });
    return { output: stdout, status };
  }

  it('see each character and each line, until the script ends', () => {
    const input = 'one\nt!o\n\nstop\nnever seen\n';
    expect(run(['-e', script], input)).toEqual({
      output: '<one\n>exclaimed\n<t!o\n><\n><stop\n>14 characters\n',
      status: 0,
    });
  });

  it('keep as much of a line as a string holds', () => {
    const { output } = run(['-D', 'MAXSTRINGLEN=8', '-e', script], '0123456789\nstop\n');
    expect(output).toBe('<0123456><stop\n>16 characters\n');
  });

  it('do not hold up timers when the input has ended', () => {
    const words = ['-e', `${script} probe timer.ms(50) { println("tick"); exit() }`];
    expect(run(words, 'x\n').output).toBe('<x\n>tick\n2 characters\n');
    const file = join(folder, 'input');
    writeFileSync(file, 'x\n');
    const fromFile = spawnSync('sh', ['-c', '"$@" < "$0"', file, process.execPath, stsx, 'run', ...words], {
      encoding: 'latin1',
    });
    expect(fromFile.stdout).toBe('<x\n>tick\n2 characters\n');
  });

  it('are replayed from a recording by both engines', () => {
    const [path, events] = [join(folder, 'script.stp'), join(folder, 'events.jsonl')];
    writeFileSync(path, script, 'latin1');
    const live = run(['--record', events, path], 'a!\nstop\n');
    expect(live.output).toBe('exclaimed\n<a!\n><stop\n>8 characters\n');
    for (const target of ['reference', 'libbpf']) {
      const words = ['replay', '--target', target, path, events];
      expect(spawnSync(process.execPath, [stsx, ...words], { encoding: 'latin1' }).stdout).toBe(live.output);
    }
  });

  it('get keys of a terminal as they are pressed, and leave it as it was', () => {
    const words = [
      process.execPath,
      stsx,
      'run',
      '-e',
      'probe input.char { printf("[%s]", char); if (char == "q") exit() }',
    ];
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const command = `stty -a > ${folder}/before; { ${quoted}; }; stty -a > ${folder}/after; cmp ${folder}/before ${folder}/after && echo same`;
    const { stdout } = spawnSync(
      'sh',
      ['-c', '(sleep 4; printf abq; sleep 2) | script -qec "$0" /dev/null', command],
      {
        encoding: 'latin1',
        timeout: 60_000,
      },
    );
    expect(stdout.replaceAll('\r', '')).toContain('[a][b][q]');
    expect(stdout).toContain('same');
  });
});
