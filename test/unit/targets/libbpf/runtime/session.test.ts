/** The life of a session, seen from outside: programs/session.c under options, signals and outputs that fail. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram, buildRuntime, runtimeBuilds } from './build-runtime-tests.ts';

const modes = {
  exitInBegin: 1,
  errorInBegin: 2,
  abortInBegin: 3,
  errorInTimer: 4,
  errorInEnd: 5,
  printMuch: 6,
  runCommand: 7,
  warn: 8,
  runOn: 9,
  showTarget: 10,
};

const folder = mkdtempSync(join(tmpdir(), 'stsx-session-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const place = (probe: string) =>
  `near identifier 'error' at session.stp:2:19 (called from identifier 'fail' at session.stp:3:36) in probe ${probe}`;
const errorLine = (probe: string) => `ERROR: x ${place(probe)}\n`;
const summary = (errors: number) => `WARNING: Number of errors: ${errors}, skipped probes: 0\n`;

describe.each(runtimeBuilds)('a session, $name', (build) => {
  let program = '';

  beforeAll(() => {
    const here = join(folder, build.name);
    buildRuntime(build, here);
    program = buildProgram(build, here, join(import.meta.dirname, 'programs/session.c'));
  }, 300_000);

  function run(
    mode: keyof typeof modes | undefined,
    options: readonly string[] = [],
    environment: NodeJS.ProcessEnv = {},
  ) {
    const choice = mode === undefined ? [] : ['-G', `mode=${modes[mode]}`];
    const { stdout, stderr, status } = spawnSync(program, [...choice, ...options], {
      encoding: 'latin1',
      env: { ...process.env, ...environment },
      maxBuffer: 1 << 26,
      timeout: 60_000,
    });
    return { stdout, stderr, status };
  }

  test('begin probes, timers, end probes, each by sequence', () => {
    const stdout = 'begin\nx\nbegin 1\ntick 1\ntick 2\ntick 3\nend\nend 1\n';
    expect(run(undefined)).toEqual({ stdout, stderr: '', status: 0 });
  });

  test('exit() lets no more begin probe run', () => {
    expect(run('exitInBegin')).toEqual({ stdout: 'begin\nx\nend\nend 1\n', stderr: '', status: 0 });
  });

  test('abort() ends the handler too', () => {
    expect(run('abortInBegin')).toEqual({ stdout: 'begin\nend\nend 1\n', stderr: '', status: 0 });
  });

  test('an error in begin runs the error probes, all of them', () => {
    const stderr = errorLine('begin') + errorLine('error') + summary(2);
    expect(run('errorInBegin')).toEqual({ stdout: 'begin\nerror\nerror 1\n', stderr, status: 1 });
  });

  test('an error in a timer', () => {
    const stdout = 'begin\nx\nbegin 1\ntick 1\ntick 2\nerror\nerror 1\n';
    expect(run('errorInTimer')).toEqual({
      stdout,
      stderr: errorLine('timer.ms(10)') + summary(1),
      status: 1,
    });
  });

  test('an error in end skips the other end probes', () => {
    const stdout = 'begin\nx\nbegin 1\ntick 1\ntick 2\ntick 3\nend\nerror\nerror 1\n';
    expect(run('errorInEnd')).toEqual({ stdout, stderr: errorLine('end') + summary(1), status: 1 });
  });

  test('MAXERRORS lets a session go on', () => {
    const stdout = 'begin\nx\nbegin 1\ntick 1\ntick 2\ntick 3\nend\nend 1\n';
    const stderr = errorLine('timer.ms(10)') + summary(1);
    expect(run('errorInTimer', [], { MAXERRORS: '1' })).toEqual({ stdout, stderr, status: 1 });
  });

  test('--suppress-handler-errors', () => {
    const { stdout, stderr, status } = run('errorInTimer', ['--suppress-handler-errors']);
    expect(stdout).toContain('tick 3\nend\nend 1\n');
    expect({ stderr, status }).toEqual({ stderr: summary(1), status: 0 });
  });

  test('warn() obeys -w', () => {
    expect(run('warn').stderr).toBe('WARNING: x\n');
    expect(run('warn', ['-w']).stderr).toBe('');
  });

  test('system() runs a command behind what was printed', () => {
    expect(run('runCommand').stdout).toMatch(/^begin\nx\n[^]*from the shell\n/);
  });

  test('-G sets numbers and strings, cut to MAXSTRINGLEN', () => {
    expect(run('exitInBegin', ['-G', 'text=0123456789abcdefgh']).stdout).toContain('\n0123456789abcde\n');
    expect(run(undefined, ['-G', 'n=0x10', '-T', '0.1']).stdout).toContain('tick 17\n');
    const unknown = run(undefined, ['-G', 'other=1']);
    expect(unknown).toEqual({
      stdout: '',
      stderr: "ERROR: -G: the script has no global variable 'other'\n",
      status: 1,
    });
    expect(run(undefined, ['-G', 'n=z']).status).toBe(1);
  });

  test('-T ends a session', () => {
    const { stdout, status } = run('runOn', ['-T', '0.2']);
    expect(stdout).toMatch(/tick 1\n[^]*end\nend 1\n$/);
    expect(status).toBe(0);
  });

  test('-c runs a command and ends with it', () => {
    const { stdout, stderr, status } = run('runOn', ['-c', 'sleep 0.1']);
    expect(stdout).toMatch(/tick 1\n[^]*end\nend 1\n$/);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const failed = run('runOn', ['-c', 'echo from the child; exit 3']);
    expect(failed.stdout).toMatch(/from the child\n[^]*end 1\n$/);
    expect(failed).toMatchObject({ stderr: 'WARNING: Child process exited with status 3\n', status: 0 });
    expect(run('exitInBegin', ['-c', 'echo never']).stdout).toBe('begin\nx\nend\nend 1\n');
  });

  test('target() is -x, or the process of -c', () => {
    expect(run('showTarget', ['-x', '4711']).stdout).toContain('begin\n4711\n');
    const { stdout } = run('showTarget', ['-c', 'echo child $$; sleep 1']);
    expect(/begin\n(\d+)\n/.exec(stdout)?.[1]).toBe(/child (\d+)/.exec(stdout)?.[1]);
  });

  test('-o writes to a file', () => {
    const path = join(folder, `${build.name}.out`);
    expect(run('exitInBegin', ['-o', path])).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(readFileSync(path, 'latin1')).toBe('begin\nx\nend\nend 1\n');
    expect(run('exitInBegin', ['-o', '/dev/full'])).toMatchObject({
      stderr: 'ERROR: cannot write to /dev/full: No space left on device\n',
      status: 1,
    });
    expect(run('exitInBegin', ['-o', join(folder, 'none/x')])).toMatchObject({ stdout: '', status: 1 });
  });

  test('much output is whole', () => {
    expect(run('printMuch').stdout.length).toBeGreaterThan(200_000 * 41);
  });

  test('a reader that goes away ends the session', () => {
    const { stdout, status } = spawnSync(
      `"${program}" -G mode=${modes.runOn} | head -2; exit \${PIPESTATUS[0]}`,
      {
        shell: '/bin/bash',
        encoding: 'latin1',
        timeout: 60_000,
      },
    );
    expect({ stdout, status }).toEqual({ stdout: 'begin\nx\n', status: 0 });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s runs the end probes', async (signal) => {
    const child = spawn(program, ['-G', `mode=${modes.runOn}`], { stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      if (!stdout.includes('tick') && (stdout + text).includes('tick')) child.kill(signal);
      stdout += text;
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(stdout).toMatch(/end\nend 1\n$/);
    expect(status).toBe(0);
  });

  test('a wrong command line', () => {
    expect(run(undefined, ['file'])).toMatchObject({ stdout: '', status: 2 });
    expect(run(undefined, ['--unknown'])).toMatchObject({ stdout: '', status: 2 });
    expect(run(undefined, ['-T', 'soon'])).toMatchObject({ stdout: '', status: 2 });
    expect(run(undefined, ['-x', '0'])).toMatchObject({ stdout: '', status: 2 });
    expect(run(undefined, ['-G', 'mode'])).toMatchObject({ stdout: '', status: 2 });
    const help = run(undefined, ['--help']);
    expect(help.status).toBe(0);
    expect(help.stdout).toMatch(/^Usage: /);
  });
});
