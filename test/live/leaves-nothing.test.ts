/** However a run ends, it leaves no eBPF program attached and no process behind. */
import { existsSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { bpfObjectsOf, remainingObjects } from '../support/live/bpf-objects.ts';
import { processTree, runScript, type RunningScript } from '../support/live/running-script.ts';
import { bpftoolWorks, describeLive } from '../support/live/what-live-tests-need.ts';

const script = `
global packets
probe netdev.transmit, netdev.receive { packets[dev_name] <<< length }
probe timer.ms(50) { foreach (dev in packets-) printf("%s %d\\n", dev, @count(packets[dev])); println("tick"); delete packets }
probe end { println("the end") }`;

let run: RunningScript | undefined;

afterEach(async () => {
  await run?.kill();
});

async function start(): Promise<{
  readonly run: RunningScript;
  readonly tree: readonly number[];
  readonly objects: readonly string[];
}> {
  const started = runScript(['run', '-e', script]);
  run = started;
  await started.waitFor((output) => output.includes('tick\n'), 'the first tick');
  const tree = processTree(started.pid);
  const objects = bpfObjectsOf(tree);
  expect(objects.filter((object) => object.startsWith('prog'))).not.toEqual([]);
  return { run: started, tree, objects };
}

async function aliveOf(pids: readonly number[]): Promise<readonly number[]> {
  let alive = pids;
  for (let attempt = 0; attempt < 50 && alive.length > 0; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    alive = alive.filter((pid) => existsSync(`/proc/${pid}`));
  }
  return alive;
}

describeLive('a run leaves nothing behind', () => {
  it.skipIf(!bpftoolWorks())('after ^C, which runs the end probes', async () => {
    const { run: started, tree, objects } = await start();
    const ended = await started.interrupt();
    expect(ended.status).toBe(0);
    expect(started.output()).toMatch(/the end\n$/);
    expect(await aliveOf(tree)).toEqual([]);
    expect(await remainingObjects(objects)).toEqual([]);
  });

  it.skipIf(!bpftoolWorks())('when the program is killed with SIGKILL', async () => {
    const { run: started, tree, objects } = await start();
    // The last of the tree is the one that holds the programs.
    process.kill(tree.at(-1) ?? started.pid, 'SIGKILL');
    const ended = await started.ended;
    expect([ended.status, ended.signal]).not.toEqual([0, null]);
    expect(await aliveOf(tree)).toEqual([]);
    expect(await remainingObjects(objects)).toEqual([]);
  });

  it.skipIf(!bpftoolWorks())('when stsx itself is killed with SIGKILL', async () => {
    const { run: started, tree, objects } = await start();
    process.kill(started.pid, 'SIGKILL');
    expect(await aliveOf(tree)).toEqual([]);
    expect(await remainingObjects(objects)).toEqual([]);
  });

  it.skipIf(!bpftoolWorks())('when the reader of its output goes away', async () => {
    const { run: started, tree, objects } = await start();
    started.process.stdout.destroy();
    expect(await aliveOf(tree)).toEqual([]);
    expect(await remainingObjects(objects)).toEqual([]);
    expect(started.errors()).not.toMatch(/ at .*\.[jt]s:\d+/);
  });
});
