/** docs/bpftrace.md: what scripts mean differently as bpftrace text, and what each version has. In: the tables. Out: the page's text. */
import { deviations } from '../../targets/bpftrace/deviations.ts';
import { features, newestVersion, oldestVersion } from '../../targets/bpftrace/dialects.ts';

const collectorDeviations = [
  'Memory that cannot be read is captured as 0 or an empty text, where SystemTap raises an error: bpftrace does not tell the two apart.',
  'Texts that are read from memory end after 63 bytes before bpftrace 0.23.',
  'Where bpftrace attaches to trace events (before 0.18, and on kernels without ftrace), an event in an interrupt that came while another event was handled on the same CPU is left out by the kernel.',
  'Records that bpftrace could not keep up with are lost, counted and reported as skipped events; additions to aggregates and counters are not lost.',
];

export function bpftracePage(): string {
  const rows = Object.values(deviations).map(({ number, sentence }) => `| ${number} | ${plain(sentence)} |`);
  const versions = Object.values(features)
    .map(({ since, what }) => ({ since, what }))
    .sort((left, right) => Number(left.since.slice(2)) - Number(right.since.slice(2)))
    .map(({ since, what }) => `| ${since} | ${what.replaceAll('|', '\\|')} |`);
  return [
    '# bpftrace',
    '',
    '<!-- Written by `npm run docs` from targets/bpftrace; do not edit. -->',
    '',
    '`stsx compile x.stp -o x.bt` writes a script that bpftrace runs without stsx. Where it means something else than the SystemTap script, it says so at its head; `stsx check --target bpftrace x.stp` lists the same, and `--strict` refuses such a script. `--bpftrace VERSION` says for which bpftrace it is written: else for the installed one, else for the newest.',
    '',
    '`stsx run --target bpftrace x.stp` lets bpftrace collect, and does everything else itself: sorting, formatting, deleting, begin, end and error probes.',
    '',
    '## What differs in a .bt',
    '',
    '| number | difference |',
    '|---|---|',
    ...rows,
    '',
    'Behind the output of any script bpftrace writes two empty lines, and before 0.22 one more for each map.',
    '',
    '## What differs when bpftrace collects',
    '',
    ...collectorDeviations.map((sentence) => `- ${sentence}`),
    '',
    '## Versions',
    '',
    `stsx writes for bpftrace ${oldestVersion} to ${newestVersion} and later. What it uses of each:`,
    '',
    '| since | what |',
    '|---|---|',
    ...versions,
    '',
  ].join('\n');
}

/** A sentence without what is filled in. */
function plain(sentence: string): string {
  return sentence
    .replaceAll('{arrays}', '…')
    .replace(/\{\w+\}/g, '…')
    .replace(/[\\|<>*_]/g, (mark) => `\\${mark}`);
}
