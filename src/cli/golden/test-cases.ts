/**
 * `stsx test`: finds the cases, hands them to workers, tells of each that does not pass, and closes with a line of counts. Workers are processes
 * of stsx itself; each takes the next case when it is done with one.
 */
import { spawn } from 'node:child_process';
import { watch, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { findCases, isFolder } from './golden-case.ts';
import { junitText } from './junit-text.ts';
import { enginesOf, type GoldenResult } from './run-case.ts';
import type { CaseOrder } from './serve-cases.ts';

export interface TestRequest {
  readonly targets: readonly ('reference' | 'libbpf')[];
  readonly jobs: number;
  readonly update: boolean;
  readonly junit: string | undefined;
  readonly watch: boolean;
}

export async function testCases(folders: readonly string[], request: TestRequest): Promise<ExitStatus> {
  const missing = folders.filter((folder) => !isFolder(folder));
  for (const folder of missing) process.stderr.write(`stsx test: there is no folder ${folder}\n`);
  if (missing.length > 0) return exitStatus.usage;
  const status = await testOnce(folders, request);
  return request.watch ? testOnChange(folders, request, status) : status;
}

async function testOnce(folders: readonly string[], request: TestRequest): Promise<ExitStatus> {
  const cases = findCases(folders, (folder, reason) => {
    process.stderr.write(`stsx test: cannot look into ${folder}: ${reason}\n`);
  });
  if (cases === undefined) return exitStatus.refused;
  if (cases.length === 0) {
    process.stderr.write(`stsx test: there is no case (a folder with script.stp) in ${folders.join(', ')}\n`);
    return exitStatus.refused;
  }
  const orders = cases.flatMap((golden) =>
    enginesOf(golden, request.targets).map((engine) => ({ folder: golden.folder, engine })),
  );
  const results = await runOrders(orders, request);
  if (request.junit !== undefined) writeFileSync(request.junit, junitText(results));
  const count = (verdict: GoldenResult['verdict']) =>
    results.filter((result) => result.verdict === verdict).length;
  process.stdout.write(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped\n`);
  return count('failed') > 0 ? exitStatus.refused : exitStatus.success;
}

/** Results in the order of the orders, told as they come. */
async function runOrders(
  orders: readonly CaseOrder[],
  request: TestRequest,
): Promise<readonly GoldenResult[]> {
  const results: (GoldenResult | undefined)[] = orders.map(() => undefined);
  let next = 0;
  const workers = Array.from({ length: Math.min(request.jobs, orders.length) }, async () => {
    const worker = startWorker(request.update);
    for (let place = next++; place < orders.length; place = next++) {
      const order = orders[place];
      if (order === undefined) break;
      const result = await worker.run(order);
      results[place] = result;
      tell(result);
    }
    worker.end();
  });
  await Promise.all(workers);
  return results.filter((result) => result !== undefined);
}

interface Worker {
  run(order: CaseOrder): Promise<GoldenResult>;
  end(): void;
}

function startWorker(update: boolean): Worker {
  const words = [...process.argv.slice(1, 2), 'test', '--worker', ...(update ? ['--update'] : [])];
  const child = spawn(process.execPath, [...process.execArgv, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let answer: ((result: GoldenResult | undefined) => void) | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => answer?.(JSON.parse(line) as GoldenResult));
  child.on('close', () => answer?.(undefined));
  child.stdin.on('error', () => undefined);
  return {
    async run(order) {
      const result = await new Promise<GoldenResult | undefined>((resolve) => {
        answer = resolve;
        child.stdin.write(`${JSON.stringify(order)}\n`);
      });
      return result ?? { ...order, verdict: 'failed', seconds: 0, lines: ['its worker has ended'] };
    },
    end() {
      child.stdin.end();
    },
  };
}

function tell({ folder, engine, verdict, lines }: GoldenResult): void {
  if (verdict === 'passed') return;
  const words = verdict === 'failed' ? 'FAILED' : 'skipped';
  const reason = verdict === 'skipped' ? `: ${lines.join('; ')}` : '';
  process.stdout.write(`${words} ${folder} (${engine})${reason}\n`);
  if (verdict === 'failed') process.stdout.write(lines.map((line) => `  ${line}\n`).join(''));
}

/** Settles after a moment, since editors write a file in several steps. */
const settleMs = 200;

/** Gives the status of the last run. */
async function testOnChange(
  folders: readonly string[],
  request: TestRequest,
  firstStatus: ExitStatus,
): Promise<ExitStatus> {
  let status = firstStatus;
  const interrupted = new Promise<false>((resolve) => {
    process.once('SIGINT', () => {
      resolve(false);
    });
  });
  let changed: (() => void) | undefined;
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => {
      // What --update writes is no reason to run again.
      if (!request.update || !/(^|\/)(output\.txt|status)$/.test(name ?? '')) changed?.();
    }),
  );
  for (let running = true; running;) {
    process.stdout.write('waiting for changes (^C ends)\n');
    const change = new Promise<true>((resolve) => {
      changed = () => setTimeout(resolve, settleMs, true);
    });
    running = await Promise.race([change, interrupted]);
    if (running) status = await testOnce(folders, request);
  }
  for (const watcher of watchers) watcher.close();
  return status;
}
