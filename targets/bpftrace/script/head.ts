/** The comment at the head of a .bt: what it is, for which bpftrace, and what differs from the script. */
import type { Deviation } from '../deviations.ts';
import type { Dialect } from '../dialects.ts';

const width = 100;

export function headLines(
  name: string,
  dialect: Dialect,
  deviations: readonly Deviation[],
): readonly string[] {
  const lines =
    deviations.length === 0
      ? ['It means what the SystemTap script means.']
      : [
          'It differs from the SystemTap script in this (docs/bpftrace.md has the numbers):',
          ...deviations.flatMap(({ number, text }) => {
            const [first = '', ...rest] = wrap(text, width - 9);
            return [`  ${String(number).padStart(2)}  ${first}`, ...rest.map((line) => `      ${line}`)];
          }),
        ];
  return [
    '#!/usr/bin/env bpftrace',
    '/*',
    ` * ${name}: a SystemTap script as stsx writes it for bpftrace ${dialect.version}.`,
    ' *',
    ...lines.map((line) => ` * ${line}`),
    ' */',
  ];
}

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
