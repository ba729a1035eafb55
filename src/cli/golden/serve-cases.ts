/** A worker of `stsx test`: reads cases to run, a line of JSON each, and answers each with a line of its result. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { internalError } from '../internal-error.ts';
import { runCase, type Engine, type GoldenResult } from './run-case.ts';

export interface CaseOrder {
  readonly folder: string;
  readonly engine: Engine;
}

export async function serveCases(input: Readable, output: Writable, update: boolean): Promise<void> {
  for await (const line of createInterface({ input })) {
    const order = JSON.parse(line) as CaseOrder;
    output.write(`${JSON.stringify(await runOrder(order, update))}\n`);
  }
}

/** A bug that one case shows must not hide the others' results. */
async function runOrder({ folder, engine }: CaseOrder, update: boolean): Promise<GoldenResult> {
  try {
    return await runCase({ folder }, engine, update);
  } catch (error) {
    const lines = [`this is a bug of stsx: ${internalError(error, 1)}`];
    return { folder, engine, verdict: 'failed', seconds: 0, lines };
  }
}
