/** probe::oneshot: the handler runs once, then the run ends as by exit(). */
import { expect, it } from 'vitest';
import { checkScript } from '../../support/check-script.ts';
import { optionsOf } from '../../support/compile-text.ts';
import { runProgramOnReference } from '../../support/engines/run-on-reference.ts';

it('runs the handler, then end probes', async () => {
  const script =
    'probe oneshot { println("once") next } probe timer.s(1) { println("late") } probe end { println("end") }';
  const { program } = checkScript(script);
  if (program === undefined) throw new Error('the script is refused');
  expect((await runProgramOnReference(program, optionsOf([], []), 5)).output).toBe('once\nend\n');
});
