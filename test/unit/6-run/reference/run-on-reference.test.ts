import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runOnReference } from '../../../../src/6-run/reference/run-on-reference.ts';
import type { SessionOptions } from '../../../../src/session-options.ts';
import type * as ir from '../../../../src/ir/ir.ts';
import { evaluate, exit, intrinsic, println, program, text } from '../../targets/reference/ir-builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'stsx-reference-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const options: SessionOptions = {
  arguments: [],
  defines: new Map(),
  globals: new Map(),
  libraryFolders: [],
  guru: false,
  command: undefined,
  targetPid: undefined,
  timeoutSeconds: undefined,
  bufferMegabytes: undefined,
  outputFile: join(folder, 'out'),
  suppressWarnings: false,
  suppressHandlerErrors: false,
  showUnreadGlobals: true,
  unoptimized: false,
  verbosity: 0,
};

async function output(built: ir.Program, own: Partial<SessionOptions> = {}): Promise<string> {
  expect(await runOnReference(built, { ...options, ...own })).toBe(0);
  return readFileSync(join(folder, 'out'), 'latin1');
}

const begin = (...statements: ir.Statement[]) => ['begin', ...statements] as const;
const end = ['end', println(text('end'))] as const;

describe('a live session', () => {
  it('writes bytes as they are', async () => {
    expect(await output(program([], [begin(println(text('\xe9\x80')), exit)]))).toBe('\xe9\x80\n');
  });

  it('ticks by the real clock', async () => {
    const timer: ir.Probe['point'] = { kind: 'timer', periodNs: 30_000_000n, randomizeNs: 0n };
    const started = performance.now();
    expect(await output(program([], [[timer, println(text('tick')), exit], end]))).toBe('tick\nend\n');
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });

  it('ends after -T', async () => {
    expect(await output(program([], [end]), { timeoutSeconds: 0.05 })).toBe('end\n');
  });

  it('ends on a signal', async () => {
    setTimeout(() => process.kill(process.pid, 'SIGINT'), 50);
    expect(await output(program([], [end]))).toBe('end\n');
  });

  it('knows the process of -c before it runs, and ends with it', async () => {
    const target = println(intrinsic('target', 'long'));
    const written = await output(program([], [begin(target), end]), { command: `echo $$ > ${folder}/pid` });
    const pid = readFileSync(join(folder, 'pid'), 'latin1');
    expect(written).toBe(`${pid}end\n`);
  });

  it('does not start the command of -c when a begin probe ends the session', async () => {
    const built = program([], [begin(exit), end]);
    expect(await output(built, { command: `touch ${folder}/started` })).toBe('end\n');
    expect(spawnSync('test', ['-e', `${folder}/started`]).status).toBe(1);
  });

  it('gives two readings of the cycle counter two values', async () => {
    const cycles = intrinsic('get_cycles', 'long');
    const differ: ir.Expression = {
      kind: 'compare',
      type: 'long',
      operator: '!=',
      left: cycles,
      right: cycles,
    };
    expect(await output(program([], [begin(println(differ), evaluate(cycles), exit)]))).toBe('1\n');
  });
});
