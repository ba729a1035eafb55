/** Lists of alternatives in programs whose machine is not known yet. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../../src/3-check/check.ts';
import { Report } from '../../../../src/diagnostics/report.ts';
import { fakeKernel } from '../../../support/fake-kernel.ts';
import { resolveGood, resolveScript } from '../../../support/resolve-script.ts';

const kernel = fakeKernel({ hasSourceFiles: true });
const portable = { kernel, attachElsewhere: true, keepAlternatives: true };

/** `point rungs` of each probe, `?` for one that may be missing. */
function rungsOf(points: string, before = ''): readonly string[] {
  const { probes } = resolveGood(`${before} probe ${points} { println(1) }`, portable);
  return probes.map(({ point, pointText }) => {
    if (point.kind !== 'function' && point.kind !== 'tracepoint') return pointText;
    const rungs = (point.rungs ?? []).map(({ ladder, rung }) => `${ladder}.${rung}`).join(' ');
    return `${point.name}${point.optional === true ? '?' : ''} ${rungs}`.trim();
  });
}

describe('alternatives', () => {
  it('all stay, each on its rung', () => {
    expect(
      rungsOf('kernel.function("vfs_read") !, kernel.trace("netif_rx") !, kernel.trace("kfree_skb")'),
    ).toEqual(['vfs_read? 0.0', 'netif_rx? 0.1', 'kfree_skb 0.2']);
  });

  it('are those from the first mark on; the points behind the last are one rung', () => {
    expect(
      rungsOf(
        'begin, kernel.trace("netif_rx"), kernel.function("vfs_read") !, kernel.trace("kfree_skb"), kernel.function("sock_poll") ?',
      ),
    ).toEqual(['begin', 'netif_rx', 'vfs_read? 0.0', 'kfree_skb 0.1', 'sock_poll? 0.1']);
  });

  it('know the list that their alias stands in', () => {
    const alias = 'probe reading = kernel.function("vfs_read") !, kernel.function("sock_poll") {}';
    expect(rungsOf('reading !, kernel.trace("kfree_skb")', alias)).toEqual([
      'vfs_read? 0.0 1.0',
      'sock_poll? 0.0 1.1',
      'kfree_skb 0.1',
    ]);
  });

  it('are none where only one resolves', () => {
    expect(rungsOf('kernel.function("vfs_read") !, kernel.function("no_such")')).toEqual(['vfs_read']);
    expect(rungsOf('kernel.function("no_such") !, kernel.function("vfs_read")')).toEqual(['vfs_read']);
  });

  it('are decided at once where what they are does not show when the program starts', () => {
    expect(rungsOf('kernel.function("vfs_read") !, timer.s(1)')).toEqual(['vfs_read']);
  });

  it('are decided at once for the kernel at hand', () => {
    const { probes } = resolveGood(
      'probe kernel.function("vfs_read") !, kernel.trace("netif_rx") { println(1) }',
      { kernel },
    );
    expect(probes.map(({ pointText }) => pointText)).toEqual(['kernel.trace("netif_rx")']);
  });
});

describe('functions that only other kernels have', () => {
  it('can be probed by a program for another machine', () => {
    expect(rungsOf('kernel.function("do_gone") !, kernel.function("vfs_read")')).toEqual([
      'do_gone? 0.0',
      'vfs_read 0.1',
    ]);
    const { messages } = resolveScript('probe kernel.function("do_gone") { println(1) }', { kernel });
    expect(messages.join()).toContain('STSX2');
  });

  /** Names of the functions that are left after checking, and what is said. */
  function checked(body: string, points: string): readonly [functions: readonly string[], messages: string] {
    const program = resolveGood(`probe ${points} { ${body} }`, portable);
    const report = new Report();
    const { probes } = check(program, { unoptimized: false }, report);
    return [
      probes.flatMap(({ probe: { point } }) => (point.kind === 'function' ? [point.name] : [])),
      report.diagnostics.map(({ message }) => message).join(),
    ];
  }

  it('are left out where an alternative serves and their parameters are read', () => {
    const points = 'kernel.function("do_gone") !, kernel.function("vfs_read")';
    expect(checked('println($count)', points)).toEqual([['vfs_read'], '']);
    expect(checked('println(pid())', points)).toEqual([['do_gone', 'vfs_read'], '']);
    // At the return: with the probe that keeps the parameter at the entry.
    const returns = 'kernel.function("do_gone").return !, kernel.function("vfs_read").return';
    expect(checked('println(@entry($buf[0]))', returns)[0]).toEqual(['vfs_read', 'vfs_read']);
  });

  it('are refused where they are what is asked for', () => {
    expect(checked('println($count)', 'kernel.function("do_gone")')[1]).toContain(
      'this kernel has no function do_gone',
    );
  });
});
