/**
 * The system call files of the tapset, from the tables in scripts/tapset/: syscalls-GROUP.stp with the aliases and syscall-flags.stp
 * with the names of values. A unit test checks that the files in the tree are current.
 */
import { readFileSync } from 'node:fs';
import { packageRoot } from '../../src/package-root.ts';
import { argumentTypes } from './argument-types.ts';
import { parseFlagNames, parseSystemCalls, type SystemCallRow } from './parse-tables.ts';
import { flagsFile } from './flags-file.ts';

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** The call's number on each architecture that has a table; the first is the one that src/tapset/syscall-table.stp has. */
type Numbers = (kernelName: string) => number;

export function generatedSyscalls(root: string = packageRoot): GeneratedFile[] {
  const folder = `${root}src/tapset/`;
  const numbers = numbersIn(readFileSync(`${folder}syscall-table.stp`, 'latin1'));
  const groups = parseSystemCalls(readFileSync(`${root}scripts/tapset/syscalls.txt`, 'utf8'));
  const lists = parseFlagNames(readFileSync(`${root}scripts/tapset/flag-names.txt`, 'utf8'));
  return [
    ...groups.map(({ name, calls }) => ({
      path: `${folder}syscalls-${name}.stp`,
      text: `${head(`Made by "npm run tapset" from scripts/tapset/syscalls.txt. Group ${name}; tapset::syscalls(3stap).`)}${calls.map((call) => aliases(call, numbers)).join('\n')}`,
    })),
    { path: `${folder}syscall-flags.stp`, text: flagsFile(lists) },
  ];
}

function head(text: string): string {
  return `// ${text}\n\n`;
}

function numbersIn(table: string): Numbers {
  const numbers = new Map<string, number>();
  for (const match of table.matchAll(/numbers\["(\w+)"\] = (\d+)/g)) {
    numbers.set(match[1] ?? '', Number(match[2]));
  }
  return (kernelName) => {
    const number = numbers.get(kernelName);
    if (number === undefined) throw new Error(`syscalls.txt: no call ${kernelName} in syscall-table.stp`);
    return number;
  };
}

function aliases(call: SystemCallRow, numbers: Numbers): string {
  const entry = probe(call, '', 'sys_enter', [
    ...gate(call, numbers),
    ...nameOf(call, numbers),
    ...argumentLines(call, numbers),
  ]);
  if (call.result === 'none') return entry;
  const format = { decimal: 1, hex: 2, octal: 3 }[call.result];
  const back = probe(call, '.return', 'sys_exit', [
    ...gate(call, numbers),
    ...nameOf(call, numbers),
    ...(call.kernelNames.length === 0
      ? ['retval = 0', 'retstr = ""']
      : ['retval = $ret', `retstr = return_str(${format}, $ret)`]),
  ]);
  return `${entry}\n${back}`;
}

function probe(
  call: SystemCallRow,
  suffix: string,
  tracepoint: string,
  statements: readonly string[],
): string {
  const names = ['syscall', 'nd_syscall'].map((family) => `${family}.${call.alias}${suffix}`);
  const body = statements.map((statement) => `  ${statement}\n`).join('');
  const point = call.kernelNames.length === 0 ? 'never' : `kernel.trace("${tracepoint}")`;
  return `probe ${names.join(' = ')} = ${point}\n{\n${body}}\n`;
}

const number = '__syscall_number()';

/** Other calls go first: targets make a table of the programs whose first test is of one number. */
function gate(call: SystemCallRow, numbers: Numbers): string[] {
  if (call.kernelNames.length === 0) return [];
  const others = call.kernelNames.map((name) => `${number} != ${numbers(name)}`).join(' && ');
  return [`if (${others}) next`, 'if (__syscall_is_foreign()) next'];
}

function nameOf(call: SystemCallRow, numbers: Numbers): string[] {
  const [first = '', second] = call.kernelNames;
  if (second === undefined) return [`name = "${call.alias}"`];
  return [`name = ${number} == ${numbers(first)} ? "${first}" : "${second}"`];
}

function argumentLines(call: SystemCallRow, numbers: Numbers): string[] {
  const [, second] = call.kernelNames;
  const rows = call.parameters.map((row) => {
    const type = argumentTypes[row.type];
    if (type === undefined) throw new Error(`syscalls.txt: no type ${row.type}`);
    return type(row, `__syscall_argument${row.place}()`);
  });
  const shown = rows.flatMap((row) => (row.shown === undefined ? [] : [row.shown]));
  const endings = rows.flatMap((row) => (row.ending === undefined ? [] : [row.ending]));
  const format = shown.map(({ conversion }) => conversion).join(', ');
  const printed =
    shown.length === 0 ? [] : [`sprintf("${format}", ${shown.map(({ value }) => value).join(', ')})`];
  const pieces = [...printed, ...endings];
  return [
    ...(second === undefined ? [] : [`__is_second = ${number} == ${numbers(second)}`]),
    ...rows.flatMap((row) => row.sets),
    `argstr = ${pieces.length === 0 ? '""' : pieces.join(' . ')}`,
  ];
}
