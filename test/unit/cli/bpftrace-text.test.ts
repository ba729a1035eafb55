/** What is said of a script that bpftrace cannot run, or runs differently. */
import { describe, expect, it } from 'vitest';
import { bpftraceText } from '../../../src/cli/bpftrace-text.ts';
import { Report } from '../../../src/diagnostics/report.ts';
import { renderDiagnostics } from '../../../src/diagnostics/render.ts';
import { compileText, optionsOf } from '../../support/compile-text.ts';

function write(text: string, version: string, deviations: 'refuse' | 'list' | 'keep') {
  const options = optionsOf([], []);
  const { program, syntax } = compileText('x.stp', text, options, 'types');
  const report = new Report();
  const request = { name: 'x', version, deviations, files: [syntax!.source] };
  const emitted = bpftraceText(program!, options, request, report);
  return { emitted, said: renderDiagnostics(report.diagnostics, { color: false, all: false }) };
}

const prints = 'probe kernel.trace("kfree_skb") { printf("%d\\n", pid()) }';

describe('bpftraceText', () => {
  it('underlines what bpftrace cannot do and names the target that can', () => {
    const { emitted, said } = write('probe begin { println("a" =~ "b") }', '0.27', 'keep');
    expect(emitted).toBeUndefined();
    expect(said).toContain(
      'error[STSX5020]: probe begin cannot be written for bpftrace: the handler matches a regular expression',
    );
    expect(said).toMatch(/println\("a" =~ "b"\) \}\n {2}\| +\^/);
    expect(said).toContain('--target libbpf');
  });

  it('writes a script that differs in nothing with --strict, and says so at its head', () => {
    const { emitted, said } = write(prints, '0.27', 'refuse');
    expect(said).toBe('');
    expect(emitted?.text).toContain('It means what the SystemTap script means.');
  });

  it('refuses what differs with --strict, with its number', () => {
    const { emitted, said } = write(prints, '0.23', 'refuse');
    expect(emitted).toBeUndefined();
    expect(said).toMatch(
      /error\[STSX5021\]: the bpftrace text would differ \(deviation \d+\): bpftrace says on standard output/,
    );
  });

  it('lists what differs for check, as warnings', () => {
    const { emitted, said } = write(prints, '0.17', 'list');
    expect(emitted).toBeDefined();
    expect(said.match(/warning\[STSX5022\]/g)).toHaveLength(2);
  });

  it('says of parameters that a trace event does not hold where raw tracepoints begin', () => {
    const { said } = write('probe kernel.trace("sys_enter") { println($regs) }', '0.17', 'keep');
    expect(said).toContain(
      'reads $regs, which the trace event sys_enter does not hold, and bpftrace 0.17 has no raw tracepoints',
    );
  });
});
