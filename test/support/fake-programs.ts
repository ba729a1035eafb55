/** The programs of a machine described in a test: one command, one library that it is linked with, and one that is stripped. */
import type { ProgramMark } from '../../src/kernel/elf/marks-of.ts';
import type { FoundPrograms, ProgramFile, Programs } from '../../src/kernel/elf/programs.ts';

export interface ProgramDescription {
  readonly path: string;
  /** Function names, 32 bytes apart; those behind `static ` are not exported. */
  readonly functions?: readonly string[];
  readonly stubs?: readonly string[];
  readonly marks?: readonly ProgramMark[];
  readonly isStripped?: boolean;
}

const textStart = 0x1000;

export function fakeProgram({
  path,
  functions = [],
  stubs = [],
  marks = [],
  isStripped = false,
}: ProgramDescription): ProgramFile {
  const placed = functions.map((name, index) => {
    const address = BigInt(textStart + 32 * index);
    return {
      name: name.replace(/^static /, ''),
      address: address + 0x400000n,
      offset: address,
      size: 32n,
      exported: !name.startsWith('static '),
    };
  });
  return {
    path,
    buildId: undefined,
    isStripped,
    machine: 'x86_64',
    functions: () => placed,
    plt: () =>
      stubs.map((name, index) => ({ name, offset: BigInt(16 * index), address: BigInt(16 * index) })),
    marks: () => marks,
    fileOffset: (address) => (address >= 0x401000n && address < 0x402000n ? address - 0x400000n : undefined),
    neededLibraries: () => ['libknown.so.1'],
    libraryFolders: () => [],
  };
}

function mark(provider: string, name: string, ...specs: readonly string[]): ProgramMark {
  return { provider, name, arguments: specs, offset: 0x1000n, address: 0x401000n, semaphore: 0n };
}

const command = fakeProgram({
  path: '/usr/bin/known',
  functions: ['main', 'work', 'static work_fast'],
  stubs: ['puts', 'malloc'],
  marks: [
    mark('known', 'start', '8@%rdi', '-4@$5'),
    mark('known', 'start', '8@%rax', '-4@%esi'),
    mark('known', 'stop'),
    mark('other', 'start'),
  ],
});
const library = fakeProgram({ path: '/usr/lib/libknown.so.1', functions: ['known_open', 'known_close'] });
const stripped = fakeProgram({ path: '/usr/bin/stripped', isStripped: true });
const commands = [command, stripped];

export const fakePrograms: Programs = {
  find: (name) => {
    const files = commands.filter(({ path }) => path === name || path === `/usr/bin/${name}`);
    if (files.length > 0) return { files };
    return { problem: `cannot find executable '${name}' in $PATH`, similar: ['known', 'stripped'] };
  },
  ofProcess: (pid) =>
    pid === 7 ? { files: [command] } : { problem: `there is no process ${pid}`, similar: [] },
  imagesOf: ({ path }) => [path, library.path],
  libraries: (_program, name): FoundPrograms =>
    name.startsWith('libknown')
      ? { files: [library] }
      : { problem: `'/usr/bin/known' is not linked with a library '${name}'`, similar: ['libknown.so.1'] },
};
