/** A procfs file has one probe that gives what is read of it and one that takes what is written (stapprobes(3stap), PROCFS). */
import type { Report } from '../diagnostics/report.ts';
import type { Program } from '../program/program.ts';

export function checkFiles(program: Program, report: Report): void {
  const ends = new Set<string>();
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const { point, declaration } of program.probes) {
    if (point.kind !== 'file') continue;
    const { path, at } = point;
    const parts = path.split('/');
    const parents = parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('/'));
    const span = (declaration.points[0] ?? declaration).span;
    if (ends.has(`${at} ${path}`)) report.add('STSX3018', span, { at, path });
    const folder = folders.has(path) ? path : parents.find((parent) => files.has(parent));
    if (folder !== undefined) report.add('STSX3019', span, { path: folder });
    ends.add(`${at} ${path}`);
    files.add(path);
    for (const parent of parents) folders.add(parent);
  }
}
