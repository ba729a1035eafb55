/**
 * Handlers that read and change globals where the event is: that they do what the interpreter does, and that nothing is lost or torn while
 * threads and a timer use the same globals.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileText, optionsOf } from '../support/compile-text.ts';
import { runProgramOnReference } from '../support/engines/run-on-reference.ts';
import { inKernel, inLoop, kernelBody } from '../support/live/kernel-bodies.ts';
import { runScript, stsx } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const calls: Readonly<Record<string, readonly [number, number]>> = { x64: [110, 102], arm64: [173, 174] };
const [getppid, getuid] = calls[process.arch] ?? [110, 102];

const times = 25;
const casesPerProgram = 6;
const wanted = process.env['STSX_DIFFERENTIAL_ROUNDS'];
const programs = wanted === undefined ? 3 : 3 * Number(wanted);
const firstSeed = wanted === undefined ? 1 : Date.now() % 1_000_000;

describeLive('shared globals', () => {
  let folder: string;
  let program: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-shared-'));
    program = join(folder, 'threaded-calls');
    const source = fileURLToPath(new URL('../support/live/threaded-calls.c', import.meta.url));
    execFileSync('cc', ['-static', '-pthread', '-O2', '-Wall', '-Wextra', '-Werror', '-o', program, source]);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const printed = async (script: string, workload: string): Promise<string> => {
    const file = join(folder, 'script.stp');
    writeFileSync(file, script, 'latin1');
    const running = runScript(['run', file, '-c', `${program} ${workload}`, '-w']);
    const { status } = await running.ended;
    expect([running.errors(), status]).toEqual(['', 0]);
    return running.output();
  };

  const inReference = async (script: string): Promise<string> => {
    const options = optionsOf(['-w', '-D', 'MAXACTION_INTERRUPTIBLE=1000000'], []);
    const { program: compiled } = compileText('case.stp', script, options);
    if (!compiled) throw new Error(`refused:\n${script}`);
    const { output, errors } = await runProgramOnReference(compiled, options, 20);
    expect(errors).toBe('');
    return output;
  };

  const placements = (script: string): readonly string[] => {
    const file = join(folder, 'placed.stp');
    writeFileSync(file, script, 'latin1');
    const text = execFileSync(process.execPath, [stsx, 'explain', '--format', 'json', '-w', file], {
      encoding: 'latin1',
    });
    const { probes } = JSON.parse(text) as { probes: { half: string; reason: string }[] };
    // Bodies that use many elements are too long for the verifier.
    return probes
      .map(({ half, reason }) => (half === 'streamed' ? reason : half))
      .filter((placement) => !placement.includes('verifier follows'));
  };

  it.each(Array.from({ length: programs }, (_, index) => firstSeed + index))(
    'does in the kernel half what the interpreter does, seed %i',
    async (seed) => {
      const bodies = fc.sample(kernelBody, { seed, numRuns: casesPerProgram });
      const script = inKernel(bodies, getppid);
      expect(new Set(placements(script))).toEqual(new Set(['kernel', 'user']));
      const expected = (await inReference(inLoop(bodies, times))).split('\n#');
      const found = (await printed(script, `1 ${times}`)).split('\n#');
      const differing = expected.findIndex((text, index) => text !== found[index]);
      expect({ body: bodies[differing], output: found[differing] }).toEqual({
        body: bodies[differing],
        output: expected[differing],
      });
    },
  );

  it('loses and tears nothing while threads and a timer use the same arrays', async () => {
    const threads = 4;
    const each = 200_000;
    const script = `
      global n, calls, kinds, start, spans, open, taken, rounds
      probe kernel.trace("sys_enter") {
        if (pid() != target() || ($id != ${getppid} && $id != ${getuid})) next
        n = n + 1
        calls[tid()]++
        kinds[$id, execname()] += 1
        if (!(tid() in start)) start[tid()] = n
        else open++
      }
      probe kernel.trace("sys_exit") {
        if (pid() != target()) next
        if (tid() in start) { spans <<< n - start[tid()]; delete start[tid()] }
      }
      probe timer.ms(7) {
        rounds++
        foreach (t- in calls) taken += calls[t]
        delete calls
      }
      probe end {
        foreach (t in calls) taken += calls[t]
        foreach ([call, name] in kinds) printf("%s %d %d\\n", name, call == ${getppid}, kinds[call, name])
        printf("%d %d %d %d %d\\n", n, @count(spans), taken, open, rounds > 3)
      }`;
    const all = (threads * each * 3) / 2;
    const output = await printed(script, `${threads} ${each}`);
    expect(output.split('\n').sort()).toEqual(
      [
        '',
        `${all} ${all} ${all} 0 1`,
        `threaded-calls 0 ${all / 3}`,
        `threaded-calls 1 ${(all * 2) / 3}`,
      ].sort(),
    );
  });

  it('keeps the order of events across both halves', async () => {
    // The second handler prints, so its events are streamed; the first runs where the event is and must not run ahead of it.
    const script = `
      global n
      probe kernel.trace("sys_enter") { if (pid() != target() || $id != ${getppid}) next; n = n * 3 + 1 }
      probe kernel.trace("sys_enter") { if (pid() != target() || $id != ${getuid}) next; println(n); n = n & 1023 }`;
    let n = 0;
    const expected: number[] = [];
    for (let i = 0; i < 200; i++) {
      n = n * 3 + 1;
      if (i % 2 === 0) continue;
      expected.push(n);
      n &= 1023;
    }
    expect(await printed(script, '1 200')).toBe(`${expected.join('\n')}\n`);
  });

  it('raises errors of the kernel half where they happen, and stops there', async () => {
    const file = join(folder, 'overflow.stp');
    const script = `global a[3], n\nprobe kernel.trace("sys_enter") {\n  if (pid() != target() || $id != ${getppid}) next\n  n++\n  a[n] = n * 2\n}\nprobe error { println(n); foreach (k in a) println(a[k]) }\n`;
    writeFileSync(file, script);
    const running = runScript(['run', file, '-c', `${program} 1 50`]);
    const { status } = await running.ended;
    expect([running.output(), running.errors(), status]).toEqual([
      '4\n2\n4\n6\n',
      `ERROR: Array overflow, check size limit (3) near identifier 'a' at ${file}:5:3 in probe kernel.trace("sys_enter")\n` +
        'WARNING: Number of errors: 1, skipped probes: 0\n',
      1,
    ]);
  });
});
