/** Generated programs keep their meaning when every call that can be is replaced by the function's body: the interpreter runs both. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inlineCalls } from '../../src/5-split/inline-calls.ts';
import type * as ir from '../../src/ir/ir.ts';
import { compileText, optionsOf } from '../support/compile-text.ts';
import { runProgramOnReference } from '../support/engines/run-on-reference.ts';
import { scriptOf } from './support/expect-alike.ts';
import { program as programs } from './support/programs.ts';

const options = optionsOf(['-D', 'MAXERRORS=100000'], []);

function inlineAll(program: ir.Program): { readonly inlined: ir.Program; readonly handlers: number } {
  const possible = new Set(program.functions.filter((fn) => canBeInlined(fn, program)).map((fn) => fn.id));
  let handlers = 0;
  const probes = program.probes.map((probe): ir.Probe => {
    const made = inlineCalls(probe.body, probe.locals, program, (id) => possible.has(id));
    if (made && made.locals.length > probe.locals.length) handlers++;
    return made ? { ...probe, ...made } : probe;
  });
  return { inlined: { ...program, probes }, handlers };
}

/** Recursive ones cannot, nor those that run out of overloads. */
function canBeInlined(fn: ir.Function, program: ir.Program): boolean {
  const call: ir.Call = {
    kind: 'call',
    type: fn.result,
    function: fn.id,
    arguments: fn.locals
      .slice(0, fn.parameterCount)
      .map(({ type }) =>
        type === 'long' ? { kind: 'long', type, value: 0n } : { kind: 'string', type, value: '' },
      ),
    site: { file: 'case.stp', line: 1, column: 1, tokenKind: 'identifier', token: fn.name },
  };
  const body: ir.Block = { kind: 'block', statements: [{ kind: 'evaluate', expression: call }] };
  return inlineCalls(body, [], program, (id) => id === fn.id) !== undefined;
}

it('keeps the meaning', async () => {
  let inlinedHandlers = 0;
  const runs = Number(process.env['STSX_DIFFERENTIAL_ROUNDS'] ?? 1) * 60;
  const seed = process.env['STSX_DIFFERENTIAL_ROUNDS'] === undefined ? 1 : Date.now() % 1_000_000;
  const property = fc.asyncProperty(programs, async (generated) => {
    const { program } = compileText('case.stp', scriptOf([generated]), options);
    fc.pre(program !== undefined);
    const { inlined, handlers } = inlineAll(program);
    inlinedHandlers += handlers;
    const [before, after] = [
      await runProgramOnReference(program, options, 20),
      await runProgramOnReference(inlined, options, 20),
    ];
    expect(after).toEqual(before);
  });
  await fc.assert(property, { numRuns: runs, seed });
  expect(inlinedHandlers).toBeGreaterThan(runs / 2);
}, 300_000);
