/** Reads whose place changes from turn to turn of a loop, and reads that only the user half can place. */
import { describe, expect, it } from 'vitest';
import type { StreamedProbe } from '../../../src/5-split/plan.ts';
import { namesIn } from '../../../src/ir/print.ts';
import { statementPrinter } from '../../../src/ir/print-statement.ts';
import { compileText } from '../../support/compile-text.ts';

/** The handler of a tracepoint, as it is divided. */
function divided(body: string, functions = '') {
  const script = `global g, a\n${functions}\nprobe kernel.trace("kfree_skb") { ${body} }\nprobe begin { g = 1; a[1] = 1 }`;
  const { plan, report } = compileText('t.stp', script);
  const problems = report.diagnostics.map(({ code }) => code).filter((code) => code !== 'STSX3104');
  const probe = plan?.probes.find((planned): planned is StreamedProbe => planned.placement === 'streamed');
  if (!plan || !probe) throw new Error(`not streamed: ${problems.join()}`);
  const show = statementPrinter(namesIn(plan.program, probe.userLocals));
  return {
    problems,
    capture: show(probe.capture).map((line) => line.trim()),
    user: show(probe.userBody).join('\n'),
    turns: probe.fields.map(({ turns }) => turns),
    late: probe.late.map(({ obstacle }) => obstacle),
  };
}

const walkList = 'p = $skb; while (p) { printf("%d", kernel_int(p + 8)); p = kernel_long(p) }';

describe('reads in loops', () => {
  it('are captured in each turn, by a loop of the kernel part', () => {
    const { capture, user, turns, problems, late } = divided(walkList);
    expect([problems, late]).toEqual([[], []]);
    expect(turns).toEqual([undefined, 64, 64]);
    expect(capture.join('\n')).toContain('while');
    expect(capture.filter((line) => line.startsWith('capture'))).toHaveLength(3);
    expect(user).toMatch(/captured1\[turn\]/);
  });

  it('have as many turns as a record of some size has room for', () => {
    const { turns } = divided('for (i = 0; i < 9; i++) println(kernel_string(kernel_long($skb + 8 * i)))');
    expect(turns).toEqual([32, undefined]);
  });

  it('are captured once where every turn reads the same', () => {
    const { turns, capture } = divided('for (i = 0; i < 9; i++) println($skb->len)');
    expect(turns).toEqual([undefined]);
    expect(capture.join()).not.toContain('while');
  });

  it('lead on from what the loop found', () => {
    const { late, turns, capture } = divided(
      'p = $skb; while (p && kernel_int(p + 8) != 5) p = kernel_long(p)\nprintf("%s", kernel_string(p + 16))',
    );
    expect(late).toEqual([]);
    expect(turns).toEqual([undefined, 64, 64, 1]);
    expect(capture.join('\n')).toMatch(/if \(!whole\)/);
  });

  it('are late behind a loop that the kernel part cannot follow to its end', () => {
    const { late, problems } = divided(
      'p = $skb; while (p) { if (g == 5) break; p = kernel_long(p) }\nprintf("%s", kernel_string(p + 16))',
    );
    expect(late).toEqual(['uses a local that the user half computes']);
    expect(problems).toEqual(['STSX5003']);
  });

  it('trust no local that a turn which only the user half continues may have left as it was', () => {
    const { late } = divided(
      'p = $skb; while (p) { if (g == 5) continue; printf("%d", kernel_int(p)); p = kernel_long(p + 8) }',
    );
    expect(late).toHaveLength(2);
  });

  it("are the outer loop's where a loop is inside", () => {
    const { turns, late } = divided(
      'for (i = 0; i < 3; i++) { p = kernel_long($skb + 8 * i); for (j = 0; j < 2; j++) printf("%d %d", kernel_int(p), kernel_int(p + j)) }',
    );
    expect(turns).toEqual([64, undefined, 64]);
    expect(late).toHaveLength(1);
  });

  it('stay behind a test of a handler that only the user half can do', () => {
    const { turns, capture } = divided(`if (g) { ${walkList} } else println($skb->len)`);
    expect(turns).toEqual([undefined, 64, 64, undefined]);
    expect(capture.join('\n')).not.toContain('next');
  });

  it('leave what is inside a loop or a function to it, where both branches of a test are captured', () => {
    const { capture } = divided(
      'if (g) { p = first($skb); for (i = 0; i < 9; i++) { if (!p) break; p = kernel_long(p + i) } }',
      'function first(p) { if (!p) return 5; return kernel_long(p) }',
    );
    expect(capture.join('\n')).toMatch(/break/);
    expect(capture.join('\n')).toMatch(/leave/);
  });
});

describe('reads in a catch block', () => {
  it('are captured though only the user half knows that it comes there', () => {
    const { capture } = divided(
      'try { if (g) error("x"); if ($skb->len == 5) next } catch { println($skb->truesize) }',
    );
    const text = capture.join('\n');
    expect(text).toContain('truesize');
    expect(text).not.toContain('next');
  });
});

describe('reads that only the user half can place', () => {
  it.each([
    ['a global', 'println(kernel_long(a[1]))', '', 1],
    ['a recursive function', 'println(f($skb))', 'function f(p) { return p ? f(kernel_long(p)) : p }', 1],
    ['a foreach', 'foreach (k in a) println(kernel_string(k), g)', '', 1],
  ])('are done when the event is past: %s', (_what, body, functions, count) => {
    const { late, problems } = divided(body, functions);
    expect(late).toHaveLength(count);
    expect(problems).toEqual(['STSX5003']);
  });

  it('know whose memory they mean', () => {
    expect(divided('println(user_string(a[1]))').capture).toContain('capture 0 = %pid()');
  });

  it('are named once for all points of a pattern', () => {
    const { report } = compileText(
      't.stp',
      'global a probe kernel.trace("*skb*") { println(kernel_long(a[1])) a[1]++ }',
    );
    expect(report.diagnostics.filter(({ code }) => code === 'STSX5003')).toHaveLength(1);
  });
});
