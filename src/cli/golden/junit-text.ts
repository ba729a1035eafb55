/** The results of golden cases as JUnit XML, which continuous integration reads. */
import type { GoldenResult } from './run-case.ts';

export function junitText(results: readonly GoldenResult[]): string {
  const count = (verdict: GoldenResult['verdict']) =>
    results.filter((result) => result.verdict === verdict).length;
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const numbers = `tests="${results.length}" failures="${count('failed')}" skipped="${count('skipped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${numbers} time="${seconds.toFixed(3)}">`,
    `  <testsuite name="stsx test" ${numbers} time="${seconds.toFixed(3)}">`,
    ...results.flatMap(caseText),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseText({ folder, engine, verdict, seconds, lines }: GoldenResult): readonly string[] {
  const head = `    <testcase classname="${escaped(folder)}" name="${escaped(engine)}" time="${seconds.toFixed(3)}"`;
  const text = escaped(lines.join('\n'));
  switch (verdict) {
    case 'passed':
      return [`${head}/>`];
    case 'skipped':
      return [`${head}>`, `      <skipped message="${text}"/>`, '    </testcase>'];
    case 'failed':
      return [
        `${head}>`,
        `      <failure message="${escaped(lines[0] ?? '')}">${text}</failure>`,
        '    </testcase>',
      ];
  }
}

function escaped(text: string): string {
  return text
    .replace(/[^\t\n\x20-\x7e]/g, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
