import { describe, expect, it } from 'vitest';
import { fakeKernel } from '../../../support/fake-kernel.ts';
import { resolveGood, resolveScript } from '../../../support/resolve-script.ts';

const kernel = fakeKernel({ features: { uprobe: true } });
const pointsOf = (point: string) => resolveGood(`probe ${point} { println($$name) }`, { kernel }).probes;

describe('marks of programs', () => {
  it('are one point for all places with the same name, with the arguments that all of them have', () => {
    const [start, other, ...more] = pointsOf('process("known").mark("start")');
    expect(more).toEqual([]);
    expect(start?.pointText).toBe('process("/usr/bin/known").mark("start")');
    expect(start?.point).toMatchObject({
      provider: 'known',
      sites: 2,
      parameters: [{ name: 'arg1' }, { name: 'arg2' }],
    });
    expect(other?.point).toMatchObject({ provider: 'other', sites: 1, parameters: [] });
  });

  it('are chosen by patterns of provider and name', () => {
    expect(pointsOf('process("known").provider("kn*").mark("*")').map(({ pointText }) => pointText)).toEqual([
      'process("/usr/bin/known").provider("known").mark("start")',
      'process("/usr/bin/known").provider("known").mark("stop")',
    ]);
  });

  it('name their arguments, themselves and their provider', () => {
    const { program, messages } = resolveScript(
      'probe process("known").provider("known").mark("start") { println($arg1, $$name, $$provider, $$parms, $arg3) }',
      { kernel },
    );
    expect(messages).toEqual([]);
    const [unresolved, ...more] = [...program.unresolvedAccesses.values()];
    expect(more).toEqual([]);
    expect(unresolved?.message).toContain('no such variable here (similar: $arg1, $arg2)');
  });

  it('say what is near a mistyped name, and which program has none', () => {
    const messageOf = (point: string) =>
      resolveScript(`probe ${point} { println("x") }`, { kernel }).messages[0];
    expect(messageOf('process("known").mark("strt")')).toContain('no match (similar marks: start');
    expect(messageOf('process("stripped").mark("start")')).toContain(
      'no match: /usr/bin/stripped has no marks',
    );
  });
});
