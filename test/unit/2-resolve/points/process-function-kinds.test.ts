import { describe, expect, it } from 'vitest';
import type { UserFunctionPoint } from '../../../../src/program/attach-point.ts';
import { fakeKernel } from '../../../support/fake-kernel.ts';
import { resolveGood, resolveScript, type Settings } from '../../../support/resolve-script.ts';

const kernel = fakeKernel({ features: { uprobe: true } });

const body = '{ println(pp()) }';
const pointsOf = (point: string, settings: Settings = {}) =>
  resolveGood(`probe ${point} ${body}`, { kernel, ...settings }).probes;
const textsOf = (point: string, settings: Settings = {}) =>
  pointsOf(point, settings).map((probe) => probe.pointText);
const messagesOf = (point: string, settings: Settings = {}) =>
  resolveScript(`probe ${point} ${body}`, { kernel, ...settings }).messages;

describe('points of functions in programs', () => {
  it('finds a command in $PATH and names its file', () => {
    expect(textsOf('process("known").function("main")')).toEqual([
      'process("/usr/bin/known").function("main")',
    ]);
  });

  it('takes wildcards in the name, and leaves out what other files cannot call where it is asked to', () => {
    expect(textsOf('process("known").function("work*")')).toEqual([
      'process("/usr/bin/known").function("work")',
      'process("/usr/bin/known").function("work_fast")',
    ]);
    expect(textsOf('process("known").function("work*").exported')).toEqual([
      'process("/usr/bin/known").function("work").exported',
    ]);
  });

  it('knows where in the file a function stands, and at which end it is probed', () => {
    const [entry, back] = pointsOf(
      'process("known").function("work"), process("known").function("work").return',
    ).map(({ point }) => point as UserFunctionPoint);
    expect(entry).toMatchObject({
      at: 'entry',
      place: { path: '/usr/bin/known', offset: 0x1020n, symbol: 'work' },
    });
    expect(back).toMatchObject({ at: 'return', place: entry?.place });
  });

  it('probes stubs of library functions, all of them without a name', () => {
    expect(textsOf('process("known").plt')).toEqual([
      'process("/usr/bin/known").plt("puts")',
      'process("/usr/bin/known").plt("malloc")',
    ]);
    expect(textsOf('process("known").plt("p*").return')).toEqual([
      'process("/usr/bin/known").plt("puts").return',
    ]);
  });

  it('means a library in the processes of one program only', () => {
    const [probe] = pointsOf('process("known").library("libknown*").function("known_open")');
    expect(probe?.pointText).toBe(
      'process("/usr/bin/known").library("/usr/lib/libknown.so.1").function("known_open")',
    );
    expect(probe?.point).toMatchObject({
      place: { path: '/usr/lib/libknown.so.1' },
      processes: { kind: 'executable', path: '/usr/bin/known' },
    });
  });

  it('means one process by its number', () => {
    const [probe] = pointsOf('process(7).function("main")');
    expect(probe?.pointText).toBe('process(7).function("main")');
    expect(probe?.point).toMatchObject({ processes: { kind: 'pid', pid: 7 } });
    expect(messagesOf('process(8).function("main")')[0]).toContain(
      'cannot probe pid 8: there is no process 8',
    );
  });

  it('takes the program of -c or -x where none is named', () => {
    const expected = ['process("/usr/bin/known").function("main")'];
    expect(textsOf('process.function("main")', { target: { command: ' known --fast x' } })).toEqual(expected);
    expect(textsOf('process.function("main")', { target: { pid: 7 } })).toEqual(expected);
    expect(messagesOf('process.function("main")')[0]).toContain('invalid without a -c COMMAND or -x PID');
  });

  it('probes addresses as the linker placed them', () => {
    const [probe] = pointsOf('process("known").statement(0x401020)');
    expect(probe?.point).toMatchObject({ place: { offset: 0x1020n, symbol: 'work' } });
    expect(messagesOf('process("known").statement(0x10)')[0]).toContain(
      '0x10 is not in the code of /usr/bin/known',
    );
  });

  it('names what is near a mistyped function, library or command', () => {
    expect(messagesOf('process("known").function("wrk")')[0]).toContain('no match (similar functions: work');
    expect(messagesOf('process("known").plt("put")')[0]).toContain('no match (similar functions: puts');
    expect(messagesOf('process("known").library("libknwn.so.1").plt')[0]).toContain(
      '(similar: libknown.so.1)',
    );
    expect(messagesOf('process("knwn").function("main")')[0]).toContain(
      "cannot find executable 'knwn' in $PATH (similar: known)",
    );
  });

  it('says where symbols were taken out, and what a kernel lacks', () => {
    const { diagnostics } = resolveScript(`probe process("stripped").function("main") ${body}`, { kernel });
    expect(diagnostics[0]?.hint).toContain('the symbols of /usr/bin/stripped were taken out of it');
    expect(messagesOf('process("known").function("main")', { kernel: fakeKernel() })[0]).toContain(
      'this kernel cannot probe programs',
    );
  });

  it('says which variables there are instead of those that debugging information would name', () => {
    const { program } = resolveScript('probe process("known").function("work") { println($n) }', { kernel });
    const [unresolved] = [...program.unresolvedAccesses.values()];
    expect(unresolved?.message).toContain('int_arg(1), pointer_arg(2), … give its arguments');
  });

  it('keeps values of the entry for the return', () => {
    const program = resolveGood(
      'probe process("known").function("work").return { println(returnval(), @entry(gettimeofday_us())) }',
      { kernel },
    );
    expect(program.probes.map(({ pointText }) => pointText)).toEqual([
      'process("/usr/bin/known").function("work").call',
      'process("/usr/bin/known").function("work").return',
    ]);
  });
});
