/** The built stsx as a process: streams, statuses, options. Scripts here need no kernel, so no root either. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/stsx-process-`);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ran {
  readonly output: string;
  readonly errors: string;
  readonly status: number | null;
}

function stsx(words: readonly string[], input = ''): Ran {
  const { stdout, stderr, status } = spawnSync(process.execPath, [`${packageRoot}dist/stsx.js`, ...words], {
    input: Buffer.from(input, 'latin1'),
    cwd: folder,
    timeout: 60_000,
  });
  return { output: stdout.toString('latin1'), errors: stderr.toString('utf8'), status };
}

function file(name: string, text: string): string {
  writeFileSync(`${folder}/${name}`, Buffer.from(text, 'latin1'));
  return name;
}

const hello = 'probe begin { println("hello") exit() }';

describe('run', { timeout: 60_000 }, () => {
  it.each([
    ['run FILE', () => ['run', file('hello.stp', hello)], ''],
    ['FILE', () => [file('hello.stp', hello)], ''],
    ['-e TEXT', () => ['-e', hello], ''],
    ['run -e TEXT', () => ['run', '-e', hello], ''],
    ['- for standard input', () => ['-'], hello],
  ])('takes %s', (_name, words, input) => {
    expect(stsx(words(), input)).toEqual({ output: 'hello\n', errors: '', status: 0 });
  });

  it('gives the script its arguments, in bytes', () => {
    const script = 'probe begin { printf("%s %d %d %d\\n", @1, $2, $#, strlen(@1)) exit() }';
    expect(stsx(['-e', script, 'größe', '7'])).toEqual({
      output: Buffer.from('größe 7 2 7\n').toString('latin1'),
      errors: '',
      status: 0,
    });
  });

  it('takes what stands behind -- for arguments', () => {
    expect(stsx(['-e', 'probe begin { println(@1) exit() }', '--', '-v']).output).toBe('-v\n');
  });

  it('writes bytes as they are', () => {
    expect(stsx([file('bytes.stp', 'probe begin { println("\xe9\xff") exit() }')]).output).toBe('\xe9\xff\n');
  });

  it('writes the output to the file of -o', () => {
    expect(stsx(['-o', 'out.txt', '-e', hello])).toEqual({ output: '', errors: '', status: 0 });
    expect(readFileSync(`${folder}/out.txt`, 'latin1')).toBe('hello\n');
  });

  it('sets globals with -G and limits with -D', () => {
    const script = 'global a = 1, s = "x" probe begin { println(a, s . "0123456789") exit() }';
    expect(stsx(['-G', 'a=99', '-G', 's=from outside', '-e', script]).output).toBe(
      '99from outside0123456789\n',
    );
    expect(stsx(['-DMAXSTRINGLEN=5', '-e', script]).output).toBe('1x012\n');
  });

  it('ends after -T seconds with status 0, end probes run', () => {
    const { output, errors, status } = stsx([
      '-T',
      '1',
      '-e',
      'probe timer.ms(300) { print("t") } probe end { println(" end") }',
    ]);
    expect(output).toMatch(/^t{1,3} end\n$/);
    expect([errors, status]).toEqual(['', 0]);
  });

  it('runs the command of -c and ends with it', () => {
    const script = 'probe begin { println(target() > 0) } probe end { println("end") }';
    expect(stsx(['-c', 'exit 3', '-e', script])).toMatchObject({ output: '1\nend\n', status: 0 });
  });

  it('gives target() the pid of -x', () => {
    expect(stsx(['-x', '1', '-e', 'probe begin { println(target()) exit() }']).output).toBe('1\n');
  });

  it('ends with status 1 after a run-time error, which goes to standard error', () => {
    expect(stsx(['-e', 'probe begin { println("a") println(1 / 0) } probe end { println("no") }'])).toEqual({
      output: 'a\n',
      errors:
        "ERROR: division by 0 near operator '/' at <input>:1:38 in probe begin\nWARNING: Number of errors: 1, skipped probes: 0\n",
      status: 1,
    });
  });

  it('warns on standard error alone, and not with -w', () => {
    const script = 'probe begin { x = 5 println("a") exit() }';
    expect(stsx(['-e', script])).toMatchObject({ output: 'a\n', status: 0 });
    expect(stsx(['-e', script]).errors).toContain('warning[STSX3101]');
    expect(stsx(['-w', '-e', script])).toEqual({ output: 'a\n', errors: '', status: 0 });
  });

  it('stops quietly when nobody reads on', () => {
    const command = `"${process.execPath}" "${packageRoot}dist/stsx.js" -e 'probe timer.ms(1) { println("line") }' -T 20 | head -n 1`;
    const started = Date.now();
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'latin1' });
    expect([stdout, stderr]).toEqual(['line\n', '']);
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it('explains instead of running with --explain', () => {
    const { output, status } = stsx(['run', '--explain', '-e', hello]);
    expect(output).toMatch(/^probe begin .*\n {2}runs in {3}user half\n/);
    expect(status).toBe(0);
  });

  it('prints a line a stage with --timing, on standard error', () => {
    const { output, errors } = stsx(['run', '--timing', '-e', hello]);
    expect(output).toBe('hello\n');
    expect(Array.from(errors.matchAll(/^(\w+) +[\d.]+ ms$/gm), (match) => match[1])).toEqual(
      expect.arrayContaining(['read', 'parse', 'resolve', 'check', 'lower', 'split']),
    );
  });
});

describe('bad input', { timeout: 60_000 }, () => {
  it.each([
    ['a missing file', () => 'none.stp', 'STSX8002'],
    ['a directory', () => '.', 'STSX8003'],
    [
      'binary rubbish',
      () =>
        file('rubbish.stp', String.fromCharCode(...Array.from({ length: 4000 }, (_, i) => (i * 31) % 256))),
      'STSX8005',
    ],
  ])('%s is one line, status 1', (_name, path, code) => {
    const { output, errors, status } = stsx(['run', path()]);
    expect(errors).toMatch(new RegExp(`^error\\[${code}\\]: [^\\n]+\\n$`));
    expect([output, status]).toEqual(['', 1]);
  });

  it('is told with all its errors, their places and a count', () => {
    const { output, errors, status } = stsx([
      file('bad.stp', 'probe begin { x = ; }\nprobe end { y = + }\n'),
    ]);
    expect(errors).toContain('--> bad.stp:1:19\n');
    expect(errors).toContain('--> bad.stp:2:19\n');
    expect(errors).toMatch(/\n2 errors\n$/);
    expect([output, status]).toEqual(['', 1]);
  });

  it('has no colours where no terminal is', () => {
    expect(stsx(['none.stp']).errors).not.toContain('\x1b');
  });
});

describe('check', { timeout: 60_000 }, () => {
  it('is silent about a good script', () => {
    expect(stsx(['check', file('hello.stp', hello)])).toEqual({ output: '', errors: '', status: 0 });
  });

  it('prints one line of JSON a file', () => {
    const { output, errors, status } = stsx([
      'check',
      '--format',
      'json',
      file('hello.stp', hello),
      file('bad.stp', 'probe begin {\n  x = ;\n}'),
      'none.stp',
    ]);
    expect([errors, status]).toEqual(['', 1]);
    expect(
      output
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { file: 'hello.stp', ok: true, diagnostics: [] },
      {
        file: 'bad.stp',
        ok: false,
        diagnostics: [expect.objectContaining({ code: 'STSX1001', severity: 'error', line: 2, column: 7 })],
      },
      { file: 'none.stp', ok: false, diagnostics: [expect.objectContaining({ code: 'STSX8002' })] },
    ]);
  });

  it('stops at --stage', () => {
    const script = 'probe begin { println(nothing()) }';
    expect(stsx(['check', '--stage', 'parse', '-e', script]).status).toBe(0);
    expect(stsx(['check', '--stage', 'types', '-e', script]).status).toBe(1);
  });
});

describe('explain', { timeout: 60_000 }, () => {
  it('names for each probe its half, the reason and the attach point', () => {
    const { output, status } = stsx([
      'explain',
      '--format',
      'json',
      '-e',
      'global n probe timer.s(5) { n++ println(n) }',
    ]);
    const { probes, globals } = JSON.parse(output) as { probes: unknown[]; globals: unknown[] };
    expect(probes).toEqual([
      expect.objectContaining({
        probe: 'timer.s(5)',
        half: 'user',
        attach: 'a timer, every 5 s',
        reason: expect.any(String) as string,
      }),
    ]);
    expect(globals).toEqual([expect.objectContaining({ global: 'n', home: 'user memory' })]);
    expect(status).toBe(0);
  });

  it('explains what other kernels can attach, whatever this one can', () => {
    const { output, status } = stsx([
      'explain',
      '-e',
      'probe kernel.function("tcp_v4_rcv") { println(pid()) }',
    ]);
    expect(output).toContain('attaches  entry of function tcp_v4_rcv');
    expect(status).toBe(0);
    expect(stsx(['explain', '-e', 'probe kernel.function("no_such_function") { exit() }']).status).toBe(1);
  });
});
