/** `stsx test` as a process: cases in a folder of their own, which need neither root nor a kernel. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';

const stsx = `${packageRoot}dist/stsx.js`;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stsx-cases-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A script that prints `text`; its case expects `output`. */
function golden(name: string, text: string, output: string | undefined, status = '0\n'): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'script.stp'), `probe begin { println("${text}") exit() }\n`);
  if (output !== undefined) {
    writeFileSync(join(path, 'output.txt'), output);
    writeFileSync(join(path, 'status'), status);
  }
  return path;
}

function test(...words: readonly string[]) {
  const all = [stsx, 'test', '--target', 'reference', ...words];
  const { stdout, stderr, status } = spawnSync(process.execPath, all, { encoding: 'latin1', cwd: folder });
  return { stdout, stderr, status };
}

describe('stsx test', { timeout: 60_000 }, () => {
  it('closes with a line of counts, and status 0 if nothing failed', () => {
    golden('a', 'one', 'one\n');
    golden('deep/b', 'two', 'two\n');
    expect(test()).toEqual({ stdout: '2 passed, 0 failed, 0 skipped\n', stderr: '', status: 0 });
  });

  it('runs cases in several workers, whose results all count', () => {
    for (let index = 0; index < 9; index++)
      golden(`case-${index}`, `${index}`, index === 5 ? 'x\n' : `${index}\n`);
    const { stdout, status } = test('-j', '4');
    expect(stdout).toMatch(/^FAILED case-5 \(reference\)\n[^]*\n8 passed, 1 failed, 0 skipped\n$/);
    expect(status).toBe(1);
  });

  it('shows what differs, line by line, and ends with status 1', () => {
    golden('a', 'found', 'expected\n', '1\n');
    const { stdout, status } = test();
    expect(stdout).toBe(
      [
        'FAILED a (reference)',
        '  status 0, not 1',
        '  output.txt differs:',
        '  @@ line 1 @@',
        '  - expected',
        '  + found',
        '    ',
        '0 passed, 1 failed, 0 skipped',
        '',
      ].join('\n'),
    );
    expect(status).toBe(1);
  });

  it('says what a case lacks, and --update writes it', () => {
    const path = golden('a', 'one', undefined);
    expect(test().stdout).toContain('  there is no output.txt: `stsx test --update` writes it\n');
    expect(test('--update').stdout).toBe('1 passed, 0 failed, 0 skipped\n');
    expect(readFileSync(join(path, 'output.txt'), 'latin1')).toBe('one\n');
    expect(readFileSync(join(path, 'status'), 'latin1')).toBe('0\n');
    rmSync(join(path, 'status'));
    const { stdout, status } = test();
    expect(stdout).toContain('  there is no status: `stsx test --update` writes it\n');
    expect(status).toBe(1);
  });

  it('compares the C that a case holds, and --update writes it, but no file that the case does not hold', () => {
    const path = golden('a', 'one', 'one\n');
    writeFileSync(join(path, 'expected.c'), 'int main;\n');
    const { stdout, status } = test();
    expect(stdout).toMatch(/^FAILED a \(expected\.c\)\n {2}expected\.c differs:\n/);
    expect(stdout).toMatch(/\n1 passed, 1 failed, 0 skipped\n$/);
    expect(status).toBe(1);
    expect(test('--update').stdout).toBe('2 passed, 0 failed, 0 skipped\n');
    expect(readFileSync(join(path, 'expected.c'), 'latin1')).toContain('stsx_main');
    expect(existsSync(join(path, 'expected.h'))).toBe(false);
    expect(test().stdout).toBe('2 passed, 0 failed, 0 skipped\n');
  });

  it('fails a case whose script is wrong, or whose recording is none', () => {
    const path = golden('a', 'one', 'one\n');
    golden('b', '', '');
    writeFileSync(join(folder, 'b', 'script.stp'), 'probe begin { nosuch() }\n');
    writeFileSync(join(path, 'events.jsonl'), 'hello\n');
    const { stdout, status } = test();
    expect(stdout).toContain('FAILED a (reference)\n  error[STSX6031]: ');
    expect(stdout).toContain('FAILED b (reference)\n  error[');
    expect(stdout).toMatch(/\n0 passed, 2 failed, 0 skipped\n$/);
    expect(status).toBe(1);
  });

  it('writes JUnit XML', () => {
    golden('a', 'one', 'one\n');
    golden('b<&>', 'two', 'three\n');
    test('--junit', 'results.xml');
    const xml = readFileSync(join(folder, 'results.xml'), 'utf8');
    expect(xml).toContain('<testsuite name="stsx test" tests="2" failures="1" skipped="0" time="');
    expect(xml).toMatch(/<testcase classname="a" name="reference" time="[\d.]+"\/>/);
    expect(xml).toMatch(
      /<testcase classname="b&lt;&amp;&gt;" name="reference" time="[\d.]+">\n {6}<failure message="output.txt differs:">/,
    );
  });

  it('says that there is no such folder, or no case in one', () => {
    expect(test('nowhere')).toEqual({
      stdout: '',
      stderr: 'stsx test: there is no folder nowhere\n',
      status: 2,
    });
    mkdirSync(join(folder, 'empty'));
    const { stderr, status } = test('empty');
    expect(stderr).toBe('stsx test: there is no case (a folder with script.stp) in empty\n');
    expect(status).toBe(1);
  });

  const isRoot = process.geteuid?.() === 0;
  const setpriv = spawnSync('setpriv', ['--version']).status === 0;
  it.skipIf(isRoot && !setpriv)(
    'says which folder it cannot look into (skipped for root without setpriv)',
    () => {
      golden('a', 'one', 'one\n');
      mkdirSync(join(folder, 'locked'), { mode: 0o000 });
      chmodSync(folder, 0o755);
      const nobody = ['setpriv', '--reuid=65534', '--clear-groups', '--bounding-set=-all', '--inh-caps=-all'];
      const command = [process.execPath, stsx, 'test', '--target', 'reference', folder];
      const [program = '', ...words] = isRoot ? [...nobody, ...command] : command;
      const { stdout, stderr, status } = spawnSync(program, words, { encoding: 'latin1', cwd: folder });
      expect(stderr).toMatch(/^stsx test: cannot look into .*\/locked: EACCES: /);
      expect(stdout).toBe('');
      expect(status).toBe(1);
    },
  );

  it('runs again when a file changes, until ^C', async () => {
    const path = golden('a', 'one', 'one\n');
    const child = spawn(process.execPath, [stsx, 'test', '--target', 'reference', '--watch', folder]);
    let seen = '';
    const until = async (text: string) => {
      while (!seen.includes(text)) await new Promise((resolve) => child.stdout.once('data', resolve));
    };
    child.stdout.setEncoding('latin1').on('data', (chunk: string) => (seen += chunk));
    await until('1 passed, 0 failed, 0 skipped\nwaiting for changes (^C ends)\n');
    writeFileSync(join(path, 'output.txt'), 'two\n');
    await until('0 passed, 1 failed, 0 skipped\nwaiting for changes (^C ends)\n');
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(1);
  });
});
