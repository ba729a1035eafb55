/**
 * The library by name: which file defines a function, global or alias, found by a scan over the texts that takes a
 * millisecond or two, so that only files that are needed are parsed. The scan may name a file too much (a definition in a
 * comment or in a preprocessor branch not taken), never one too few; the parsed file decides.
 */
import type * as ast from '../ast/ast.ts';
import type { SourceFile } from '../source/source.ts';

export interface LibraryNames {
  /** In the order in which definitions count. */
  readonly files: readonly SourceFile[];
  /** Files that seem to define it. */
  filesWithFunction(name: string): readonly SourceFile[];
  filesWithGlobal(name: string): readonly SourceFile[];
  /** Alias names as written, `netdev.transmit`, with their file. */
  readonly aliases: readonly LibraryAlias[];
  /** All function names, for suggestions. */
  readonly functionNames: readonly string[];
}

export interface Library extends LibraryNames {
  /** Parsed at most once; undefined: it has a syntax error, which was reported. */
  parse(file: SourceFile): ast.File | undefined;
}

export interface LibraryAlias {
  readonly name: string;
  readonly file: SourceFile;
}

/** `parse` is stage 1 with its environment; it reports syntax errors itself. */
export function createLibrary(
  texts: readonly SourceFile[],
  parse: (file: SourceFile) => ast.File | undefined,
  names: LibraryNames = libraryNames(texts),
): Library {
  const parsed = new Map<SourceFile, ast.File | undefined>();
  return {
    ...names,
    parse: (file) => {
      if (!parsed.has(file)) parsed.set(file, parse(file));
      return parsed.get(file);
    },
  };
}

/** Of `texts` the macro files (.stpm) are left to stage 1's environment. */
export function libraryNames(texts: readonly SourceFile[]): LibraryNames {
  const files = texts.filter(({ name }) => name.endsWith('.stp'));
  const functions = new Map<string, SourceFile[]>();
  const globals = new Map<string, SourceFile[]>();
  const aliases: LibraryAlias[] = [];
  for (const file of files) {
    for (const name of functionsIn(file.text)) addTo(functions, name, file);
    for (const name of globalsIn(file.text)) addTo(globals, name, file);
    for (const name of aliasesIn(file.text)) aliases.push({ name, file });
  }
  return {
    files,
    aliases,
    functionNames: [...functions.keys()],
    filesWithFunction: (name) => functions.get(name) ?? [],
    filesWithGlobal: (name) => globals.get(name) ?? [],
  };
}

function addTo(index: Map<string, SourceFile[]>, name: string, file: SourceFile): void {
  const files = index.get(name);
  if (files === undefined) index.set(name, [file]);
  else if (!files.includes(file)) files.push(file);
}

function functionsIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/\bfunction\s+([A-Za-z_]\w*)/g), (match) => match[1] ?? ''));
}

/** The declarators behind `global`, each with its size and initial value left out; what follows the list may slip in. */
function globalsIn(text: string): Set<string> {
  const names = new Set<string>();
  const list = /\bglobal\s+((?:[A-Za-z_]\w*[^A-Za-z_,;{}]*(?:=\s*(?:"(?:[^"\\]|\\.)*"|-?\w+)\s*)?,?\s*)+)/g;
  for (const match of text.matchAll(list)) {
    for (const name of (match[1] ?? '').matchAll(/[A-Za-z_]\w*/g)) names.add(name[0]);
  }
  return names;
}

/** `probe a.b = c.{d,e} = …`: everything between `probe` and the last `=` before the points that does not hold a brace of a body. */
function aliasesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const match of text.matchAll(/\bprobe\s+((?:[A-Za-z_]\w*(?:\s*\.\s*\w+)*\s*\+?=\s*)+)/g)) {
    for (const name of (match[1] ?? '').split('=')) {
      const clean = name.replaceAll(/[\s+]/g, '');
      if (clean !== '') names.add(clean);
    }
  }
  return names;
}
