/** docs/functions.md: every function, alias and macro of the tapset. In: the tapset's files. Out: the page's text. */
import { missingAliases, missingFunctions, type MissingNames } from '../../src/tapset/not-here.ts';
import type { TapsetEntry, TapsetFile } from './tapset-entries.ts';

/** Names of the intrinsics that something defines. */
export interface IntrinsicSupport {
  readonly reference: ReadonlySet<string>;
  readonly libbpf: ReadonlySet<string>;
  /** Those that the kernel half can evaluate. */
  readonly kernelHalf: ReadonlySet<string>;
}

export function functionsPage(files: readonly TapsetFile[], support: IntrinsicSupport): string {
  const count = (kind: TapsetEntry['kind']): number =>
    new Set(
      files.flatMap(({ entries }) => entries.filter((entry) => entry.kind === kind).map(({ name }) => name)),
    ).size;
  const head = [
    '# Functions, aliases and macros',
    '',
    '<!-- Written by `npm run docs` from src/tapset; do not edit. -->',
    '',
    `The tapset that comes with stsx: ${count('function')} functions, ${count('probe')} probe aliases and ${count('macro')} macros, by file of \`src/tapset\`. Status:`,
    '*script* is written in the language itself and runs wherever what it calls runs; *both* is defined by the reference and the libbpf target;',
    '*reference* and *libbpf* by that one only; *kernel* says that the kernel half can evaluate it where the event is, so a handler that calls it need not be streamed.',
    '',
  ];
  const sections = files
    .filter(({ entries }) => entries.length > 0)
    .flatMap((file) => [
      `## ${file.name.replace(/\.stpm?$/, '')}`,
      '',
      ...(file.description === '' ? [] : [escapeCell(file.description), '']),
      '| signature | what it gives | status |',
      '|---|---|---|',
      ...file.entries.map(
        (entry) =>
          `| \`${entry.signature.replaceAll('|', '\\|')}\` | ${escapeCell(entry.description)} | ${statusOf(entry, support)} |`,
      ),
      '',
    ]);
  const names = new Set(files.flatMap(({ entries }) => entries.map(({ name }) => name)));
  return [...head, ...sections, ...missing(names)].join('\n');
}

/** What SystemTap documents and stsx has not; what it has by now does not count, nor does a row of which it has all. */
function missing(names: ReadonlySet<string>): readonly string[] {
  const rows = (table: readonly MissingNames[], mark: string) =>
    table.flatMap((row) => {
      const left = row.names.filter((name) => !names.has(name));
      const texts = left.map((name) => `\`${name}${mark}\``);
      return left.length === 0 ? [] : [`| ${texts.join(', ')} | ${escapeCell(row.reason)} |`];
    });
  return [
    '## What is not here',
    '',
    "Functions and aliases that SystemTap's manual documents and stsx does not have. A script that uses one is told why.",
    '',
    '| name | why |',
    '|---|---|',
    ...rows(missingFunctions, '()'),
    ...rows(missingAliases, ''),
    '',
  ];
}

function statusOf(entry: TapsetEntry, support: IntrinsicSupport): string {
  if (!entry.intrinsic)
    return entry.kind === 'function' ? 'script' : entry.kind === 'probe' ? 'alias' : 'macro';
  const reference = support.reference.has(entry.name);
  const libbpf = support.libbpf.has(entry.name);
  const where = reference && libbpf ? 'both' : reference ? 'reference' : libbpf ? 'libbpf' : 'not yet';
  return support.kernelHalf.has(entry.name) ? `${where}, kernel` : where;
}

/** Marks of Markdown and HTML in a comment are meant as they stand. */
function escapeCell(text: string): string {
  return text.replace(/[\\|<>*_]/g, (mark) => `\\${mark}`);
}
