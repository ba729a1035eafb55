/**
 * One program file, its tables read when they are asked for. In: its bytes, and a way to the file with its symbols that a
 * distribution keeps apart; MalformedElf is thrown at once where it is no program.
 */
import { dynamicOf } from './dynamic-of.ts';
import { ElfFile } from './elf-file.ts';
import { functionsOf } from './functions-of.ts';
import { marksOf } from './marks-of.ts';
import { pltOf } from './plt-of.ts';
import type { ProgramFile } from './programs.ts';

/** `readDebugFile`: the bytes of the file with the symbols of this build; undefined: it is not installed. */
export function openProgram(
  path: string,
  bytes: Uint8Array,
  readDebugFile: (buildId: string) => Uint8Array | undefined,
): ProgramFile {
  const elf = new ElfFile(bytes);
  const { buildId } = elf;
  const hasSymbols = elf.section('.symtab') !== undefined;
  const debugFile = once(() => {
    const found = hasSymbols || buildId === undefined ? undefined : readDebugFile(buildId);
    return found && new ElfFile(found);
  });
  const dynamic = once(() => dynamicOf(elf));
  const folder = path.replace(/\/[^/]*$/, '');
  return {
    path,
    buildId,
    machine: elf.machine,
    get isStripped() {
      return !hasSymbols && debugFile() === undefined;
    },
    functions: once(() => functionsOf(elf, debugFile())),
    plt: once(() => pltOf(elf)),
    marks: once(() => marksOf(elf)),
    fileOffset: (address) => elf.fileOffset(address),
    neededLibraries: () => dynamic().needed,
    libraryFolders: () => dynamic().folders.map((each) => each.replace(/\$\{?ORIGIN\}?/g, folder)),
  };
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}
