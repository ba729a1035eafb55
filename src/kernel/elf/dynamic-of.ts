/** What a program tells the dynamic linker: the libraries that it needs and where it wants them looked for. */
import type { ElfFile } from './elf-file.ts';

export interface DynamicSection {
  readonly needed: readonly string[];
  /** As they are written, with $ORIGIN. */
  readonly folders: readonly string[];
}

const tags = { needed: 1n, rpath: 15n, runpath: 29n } as const;

export function dynamicOf(program: ElfFile): DynamicSection {
  const section = program.section('.dynamic');
  const strings = section && program.sections[section.link];
  if (section === undefined || strings === undefined) return { needed: [], folders: [] };
  const view = program.contents(section);
  const needed: string[] = [];
  const folders: string[] = [];
  for (let at = 0; at + 16 <= view.byteLength; at += 16) {
    const tag = view.getBigUint64(at, program.littleEndian);
    const text = (): string =>
      program.textIn(strings, Number(view.getBigUint64(at + 8, program.littleEndian)));
    if (tag === tags.needed) needed.push(text());
    if (tag === tags.rpath || tag === tags.runpath) folders.push(...text().split(':'));
  }
  return { needed, folders };
}
