/** The generated pages of docs/ with their text, from what is in the tree now. */
import { readFileSync, readdirSync } from 'node:fs';
import { messages } from '../../src/diagnostics/messages.ts';
import { packageRoot } from '../../src/package-root.ts';
import { bpftracePage } from './bpftrace-page.ts';
import { diagnosticsPage } from './diagnostics-page.ts';
import { functionsPage } from './functions-page.ts';
import { intrinsicSupport } from './intrinsic-support.ts';
import { tapsetFile } from './tapset-entries.ts';

/** `root` is the repository's folder. */
export function generatedPages(
  root: string = packageRoot,
): readonly { readonly path: string; readonly text: string }[] {
  const folder = `${root}src/tapset/`;
  const files = readdirSync(folder)
    .filter((name) => /\.stpm?$/.test(name))
    .sort()
    .map((name) => tapsetFile(name, readFileSync(folder + name, 'utf8')));
  return [
    { path: `${root}docs/bpftrace.md`, text: bpftracePage() },
    { path: `${root}docs/diagnostics.md`, text: diagnosticsPage(messages) },
    {
      path: `${root}docs/functions.md`,
      text: functionsPage(files, intrinsicSupport(headersIn(`${root}targets/libbpf/runtime/`))),
    },
  ];
}

function headersIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.h'))
    .map((name) => readFileSync(folder + name, 'utf8'));
}
