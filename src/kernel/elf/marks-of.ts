/** Static probes that a program was built with (sys/sdt.h): the notes that the compiler left in .note.stapsdt. */
import type { ElfFile, ElfNote } from './elf-file.ts';

export interface ProgramMark {
  readonly provider: string;
  readonly name: string;
  /** As the compiler wrote them: `-4@%eax`, `8@-16(%rbp)`, `-4@$5`. */
  readonly arguments: readonly string[];
  readonly offset: bigint;
  readonly address: bigint;
  /** Address of the counter that switches it on; 0: it is always on. */
  readonly semaphore: bigint;
}

const noteType = 3;

export function marksOf(program: ElfFile): readonly ProgramMark[] {
  const section = program.section('.note.stapsdt');
  if (section === undefined) return [];
  const base = program.section('.stapsdt.base')?.address;
  return program
    .notes(section)
    .filter(({ owner, type }) => owner === 'stapsdt' && type === noteType)
    .flatMap((note) => readMark(note, base, program) ?? []);
}

/** Three addresses, then three texts. The second address tells how far the program was moved after they were written (prelink). */
function readMark({ content }: ElfNote, base: bigint | undefined, program: ElfFile): ProgramMark | undefined {
  if (content.byteLength < 24) return undefined;
  const addressAt = (at: number): bigint => content.getBigUint64(at, program.littleEndian);
  const moved = base === undefined || addressAt(8) === 0n ? 0n : base - addressAt(8);
  const address = addressAt(0) + moved;
  const offset = program.fileOffset(address);
  const bytes = Buffer.from(content.buffer as ArrayBuffer, content.byteOffset + 24, content.byteLength - 24);
  const [provider = '', name = '', specs = ''] = bytes.toString('latin1').split('\0');
  if (offset === undefined || name === '') return undefined;
  const semaphore = addressAt(16) === 0n ? 0n : addressAt(16) + moved;
  return { provider, name, arguments: splitArguments(specs), offset, address, semaphore };
}

/** Blanks part them; one inside parentheses does not. */
function splitArguments(text: string): readonly string[] {
  return text.match(/(?:\([^)]*\)|[^\s(])+/g) ?? [];
}
