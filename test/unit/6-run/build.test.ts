/** Programs that need no kernel, from IR to their output; with what a machine may lack. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, type BuildOptions, type BuiltProgram } from '../../../src/6-run/build.ts';
import { launch } from '../../../src/6-run/launch.ts';
import { runtimeSources } from '../../../src/6-run/runtime-sources.ts';
import { writeSources } from '../../../src/6-run/write-sources.ts';
import { split } from '../../../src/5-split/split.ts';
import { Report } from '../../../src/diagnostics/report.ts';
import { packageRoot } from '../../../src/package-root.ts';
import { kernelCapabilities } from '../../../targets/libbpf/capabilities.ts';
import { noProgramOptions } from '../../../targets/libbpf/program-options.ts';
import type * as ir from '../../../src/ir/ir.ts';
import * as t from '../targets/libbpf/program-builders.ts';

const hasCompiler = spawnSync('cc', ['--version']).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/stsx-build-`);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function options(changed: Partial<BuildOptions> = {}): BuildOptions {
  return {
    program: noProgramOptions,
    sources: runtimeSources(packageRoot),
    cacheFolder: `${folder}/cache`,
    searchPath: process.env.PATH ?? '',
    install: 'install everything',
    ...changed,
  };
}

function planOf(program: ir.Program) {
  const { plan } = split(program, kernelCapabilities);
  if (!plan) throw new Error('the program cannot be placed');
  return plan;
}

async function built(program: ir.Program, changed: Partial<BuildOptions> = {}): Promise<BuiltProgram> {
  const report = new Report();
  const result = await build(planOf(program), 'x', options(changed), report);
  if (!result) throw new Error(report.diagnostics.map(({ message }) => message).join('\n'));
  return result;
}

async function refusal(program: ir.Program, changed: Partial<BuildOptions>) {
  const report = new Report();
  expect(await build(planOf(program), 'x', options(changed), report)).toBeUndefined();
  return report.diagnostics.map(({ code, hint }) => ({ code, hint }));
}

const exit = t.evaluate(t.intrinsic('exit', 'void'));
const hello = t.program([
  t.probe(0, t.begin, t.block(t.charge(), t.print(t.binary(t.long(1), '+', t.long(2)), '\n'), exit)),
]);
const receive = t.tracepoint('netif_receive_skb', ['skb', t.pointerTo('sk_buff')]);

describe.skipIf(!hasCompiler)('a program without events (needs a C compiler)', () => {
  it('prints what its script says', { timeout: 60_000 }, async () => {
    const { path, cached } = await built(hello);
    expect(cached).toBe(false);
    expect(spawnSync(path, { encoding: 'latin1' })).toMatchObject({ stdout: '3\n', stderr: '', status: 0 });
  });
  it('is built once', async () => {
    const first = await built(hello);
    expect(await built(hello)).toEqual({ ...first, cached: true });
  });
  it('is built again when its copy is damaged', async () => {
    const { path } = await built(hello);
    truncateSync(path, 100);
    const again = await built(hello);
    expect(again.cached).toBe(false);
    expect(spawnSync(again.path, { encoding: 'latin1' }).stdout).toBe('3\n');
  });
  it('is built in peace beside others, and leaves no rubbish', async () => {
    rmSync(`${folder}/cache/programs`, { recursive: true });
    const both = await Promise.all([built(hello), built(hello)]);
    expect(both[0].path).toBe(both[1].path);
    expect(readdirSync(`${folder}/cache`).filter((name) => name.startsWith('work-'))).toEqual([]);
  });
  it('gives its exit status', async () => {
    const divide = t.program([t.probe(0, t.begin, t.block(t.print(t.binary(t.long(1), '/', t.long(0)))))]);
    const { path } = await built(divide);
    expect(await launch(path, { arguments: ['-w'] }, new Report())).toBe(1);
  });
  it('can be built by plain make', { timeout: 120_000 }, () => {
    const report = new Report();
    expect(writeSources(planOf(hello), 'x', `${folder}/out`, options(), report)).toBe(true);
    const made = spawnSync('make', ['-s', '-j2', '-C', `${folder}/out`], { encoding: 'utf8' });
    expect(made.stderr).toBe('');
    expect(spawnSync(`${folder}/out/x`, { encoding: 'latin1' }).stdout).toBe('3\n');
  });
});

describe('a machine that lacks something', () => {
  it('has no compiler', async () => {
    expect(await refusal(hello, { searchPath: folder })).toEqual([
      { code: 'STSX6011', hint: 'install everything' },
    ]);
  });
  it('has no clang, which only events need', async () => {
    const event = t.program([t.probe(0, receive, t.block(t.print(t.long(1))))]);
    expect(await refusal(event, { searchPath: folder })).toEqual([
      { code: 'STSX6011', hint: 'install everything' },
      { code: 'STSX6010', hint: 'install everything' },
    ]);
  });
  it.skipIf(!hasCompiler)('has nowhere to write', async () => {
    writeFileSync(`${folder}/a-file`, '');
    const [diagnostic] = await refusal(hello, { cacheFolder: `${folder}/a-file/cache` });
    expect(diagnostic?.code).toBe('STSX6015');
  });
});
