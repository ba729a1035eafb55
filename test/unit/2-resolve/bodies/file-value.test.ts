import { expect, it } from 'vitest';
import { renderDiagnostics } from '../../../../src/diagnostics/render.ts';
import { printNode } from '../../../../src/ast/print.ts';
import { compileText } from '../../../support/compile-text.ts';
import { resolveGood } from '../../../support/resolve-script.ts';

function bodyOf(point: string, body: string): string {
  const [probe] = resolveGood(`probe ${point} { ${body} }`).probes;
  if (!probe) throw new Error('no probe');
  return probe.body.statements.map((statement) => printNode(statement).trim()).join(' ');
}

it('what is read of a file is put together', () => {
  expect(bodyOf('procfs.read', '$value = "a"; $value .= "b" . $value')).toBe(
    '__answer_file("a"); __append_to_answer("b" . __file_answer());',
  );
});

it('what was written into a file is asked for', () => {
  expect(bodyOf('procfs.write', 'x = $value; println(@defined($value), x)')).toBe(
    'x = __file_written(); println(1, x);',
  );
});

it.each([
  ['procfs.read', '$value++', "can only be assigned with '=' and '.='"],
  ['procfs.read', '$value += "a"', "can only be assigned with '=' and '.='"],
  ['procfs.read', 'print($value$)', 'it has no members'],
  ['procfs.read', '$value->x = 1', 'it has no members'],
  ['procfs.write', '$value = "a"', 'is only read'],
  ['procfs.write', 'print($other)', 'one target variable, $value'],
  ['begin', 'print($value)', 'begin probes have no target variables'],
])('%s { %s } is refused', (point, body, problem) => {
  const { report } = compileText('script.stp', `probe ${point} { ${body} }`);
  expect(renderDiagnostics(report.diagnostics, { color: false, all: true })).toContain(problem);
});
