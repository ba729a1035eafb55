import { describe, expect, it } from 'vitest';
import { diagnosticJson, renderDiagnostics } from '../../../src/diagnostics/render.ts';
import { Report } from '../../../src/diagnostics/report.ts';
import { sourceFile, type Span } from '../../../src/source/source.ts';

const plain = { color: false, all: false };

function spanOf(text: string, part: string, name = 'x.stp'): Span {
  const start = text.indexOf(part);
  return { file: sourceFile(name, text), start, end: start + part.length };
}

function rendered(text: string, part: string): string {
  const report = new Report();
  report.add('STSX8006', spanOf(text, part), { path: 'p', reason: 'r' });
  return renderDiagnostics(report.diagnostics, plain);
}

describe('renderDiagnostics', () => {
  it('shows the place with carets under it', () => {
    expect(rendered('probe begin {\n  x = "a" + 1\n}', '"a"')).toBe(
      [
        'error[STSX8006]: cannot read the script p: r',
        ' --> x.stp:2:7',
        '  |',
        '2 |   x = "a" + 1',
        '  |       ^^^',
        '',
      ].join('\n'),
    );
  });

  it('puts carets right behind tabs and wide characters', () => {
    const lines = rendered(`\tprint("${Buffer.from('日本').toString('latin1')}") bad`, 'bad').split('\n');
    expect(lines[3]).toBe('1 |     print("日本") bad');
    expect(lines[4]).toBe('  |                   ^^^');
  });

  it('shows one caret for an empty place at the end of the text', () => {
    const report = new Report();
    const file = sourceFile('x.stp', 'probe begin {');
    report.add('STSX8006', { file, start: 13, end: 13 }, { path: 'p', reason: 'r' });
    expect(renderDiagnostics(report.diagnostics, plain)).toContain('1 | probe begin {\n  |              ^\n');
  });

  it('stops the carets at the end of the line', () => {
    expect(rendered('a {\nb\n}', '{\nb\n}').split('\n')[4]).toBe('  |   ^');
  });

  it('cuts a window out of a very long line', () => {
    const lines = rendered(`${'a'.repeat(100_000)}HERE${'b'.repeat(100_000)}`, 'HERE').split('\n');
    expect(lines[3]?.length).toBeLessThan(150);
    expect(lines[3]?.indexOf('HERE')).toBe(lines[4]?.indexOf('^^^^'));
    expect(lines[3]).toMatch(/^1 \| …a+HEREb+…$/);
  });

  it('says it all on one line where there is no place', () => {
    const report = new Report();
    report.add('STSX8003', undefined, { path: 'dir' });
    expect(renderDiagnostics(report.diagnostics, plain)).toBe(
      'error[STSX8003]: dir is a directory, not a script (give the path of a .stp file in it)\n',
    );
  });

  it('shows related places and the hint, with one margin', () => {
    const text = `${'\n'.repeat(8)}first\nsecond`;
    const report = new Report();
    report.add(
      'STSX8006',
      spanOf(text, 'second'),
      { path: 'p', reason: 'r' },
      {
        hint: 'do this',
        related: [{ message: 'it was a string here', span: spanOf(text, 'first') }],
      },
    );
    expect(renderDiagnostics(report.diagnostics, plain)).toBe(
      [
        'error[STSX8006]: cannot read the script p: r',
        '  --> x.stp:10:1',
        '   |',
        '10 | second',
        '   | ^^^^^^',
        '  ::: x.stp:9:1 it was a string here',
        '   |',
        ' 9 | first',
        '   | ^^^^^',
        '   = hint: do this',
        '',
      ].join('\n'),
    );
  });

  it('shows ten of a kind and counts the rest; -v shows all', () => {
    const report = new Report();
    for (let i = 0; i < 15; i++) report.add('STSX8006', undefined, { path: `p${i}`, reason: 'r' });
    report.add('STSX8003', undefined, { path: 'dir' });
    const text = renderDiagnostics(report.diagnostics, plain);
    expect(text.match(/cannot read/g)).toHaveLength(10);
    expect(text).toContain('dir is a directory');
    expect(text).toMatch(/\n16 errors; 5 alike not shown \(-v shows all\)\n$/);
    expect(
      renderDiagnostics(report.diagnostics, { color: false, all: true }).match(/cannot read/g),
    ).toHaveLength(15);
  });

  it('uses colour only when told to', () => {
    const report = new Report();
    report.add('STSX8003', undefined, { path: 'dir' });
    expect(renderDiagnostics(report.diagnostics, plain)).not.toContain('\x1b');
    expect(renderDiagnostics(report.diagnostics, { color: true, all: false })).toMatch(
      /^\x1b\[1;31merror\[STSX8003\]\x1b\[0m: /,
    );
  });

  it('says nothing of nothing', () => {
    expect(renderDiagnostics([], plain)).toBe('');
  });
});

describe('diagnosticJson', () => {
  it('has the place in bytes, from one', () => {
    const report = new Report();
    report.add('STSX8006', spanOf(`${Buffer.from('日').toString('latin1')} bad`, 'bad'), {
      path: 'p',
      reason: 'r',
    });
    expect(report.diagnostics.map(diagnosticJson)).toEqual([
      { code: 'STSX8006', severity: 'error', message: 'cannot read the script p: r', line: 1, column: 5 },
    ]);
  });

  it('leaves out what there is not', () => {
    const report = new Report();
    report.add('STSX8003', undefined, { path: 'dir' });
    expect(Object.keys(report.diagnostics.map(diagnosticJson)[0] ?? {})).toEqual([
      'code',
      'severity',
      'message',
      'hint',
    ]);
  });
});
