/**
 * An ELF file (System V ABI, 64 bits) as a table of sections, read on demand from its bytes. Comes in: the whole file; goes out:
 * sections, symbols, notes and where in the file an address lies. Nothing of it is trusted: a file that ends too early
 * or points outside of itself throws MalformedElf.
 */

export class MalformedElf extends Error {}

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: bigint;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  /** Section that belongs to it: a symbol table's strings, a relocation table's symbols. */
  readonly link: number;
}

export interface ElfSegment {
  readonly type: number;
  readonly flags: number;
  readonly address: bigint;
  readonly offset: bigint;
  readonly fileSize: bigint;
}

export interface ElfSymbol {
  readonly name: string;
  /** STT_ number. */
  readonly type: number;
  /** STB_ number. */
  readonly binding: number;
  /** 0: defined elsewhere. */
  readonly section: number;
  readonly value: bigint;
  readonly size: bigint;
}

export interface ElfNote {
  readonly owner: string;
  readonly type: number;
  readonly content: DataView;
}

export type Machine = 'x86_64' | 'arm64' | 'other';

const machines: ReadonlyMap<number, Machine> = new Map([
  [62, 'x86_64'],
  [183, 'arm64'],
]);

const sectionTypes = { symbols: 2, notes: 7, noBits: 8, dynamicSymbols: 11 } as const;
export const loadSegment = 1;

export class ElfFile {
  readonly sections: readonly ElfSection[];
  readonly segments: readonly ElfSegment[];
  readonly machine: Machine;
  /** ET_EXEC (2) or ET_DYN (3). */
  readonly type: number;
  readonly littleEndian: boolean;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    if (!isElf(bytes)) throw new MalformedElf('it is not an ELF file');
    if (bytes[4] !== 2) throw new MalformedElf('it is a 32-bit program');
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = bytes[5] === 1;
    this.type = this.u16(16);
    this.machine = machines.get(this.u16(18)) ?? 'other';
    this.segments = this.readSegments();
    this.sections = this.readSections();
  }

  section(name: string): ElfSection | undefined {
    return this.sections.find((section) => section.name === name);
  }

  /** Empty for a section that takes no room in the file. */
  contents(section: ElfSection): DataView {
    if (section.type === sectionTypes.noBits) return new DataView(new ArrayBuffer(0));
    if (section.offset + section.size > this.bytes.length)
      throw new MalformedElf('a section lies outside of it');
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + section.offset, section.size);
  }

  bytesOf(section: ElfSection): Uint8Array {
    const view = this.contents(section);
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  }

  /** Of the full symbol table, or of the one for dynamic linking. */
  symbols(table: 'full' | 'dynamic'): readonly ElfSymbol[] {
    const type = table === 'full' ? sectionTypes.symbols : sectionTypes.dynamicSymbols;
    const section = this.sections.find((each) => each.type === type);
    return section === undefined ? [] : this.readSymbols(section);
  }

  notes(section: ElfSection): readonly ElfNote[] {
    const view = this.contents(section);
    const notes: ElfNote[] = [];
    for (let at = 0; at + 12 <= view.byteLength;) {
      const nameSize = view.getUint32(at, this.littleEndian);
      const contentSize = view.getUint32(at + 4, this.littleEndian);
      const content = at + 12 + aligned(nameSize);
      if (content + contentSize > view.byteLength)
        throw new MalformedElf('a note lies outside of its section');
      notes.push({
        owner: textAt(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), at + 12),
        type: view.getUint32(at + 8, this.littleEndian),
        content: new DataView(view.buffer, view.byteOffset + content, contentSize),
      });
      at = content + aligned(contentSize);
    }
    return notes;
  }

  /** Hexadecimal; undefined: the linker gave it none. */
  get buildId(): string | undefined {
    const section = this.section('.note.gnu.build-id');
    const note = section && this.notes(section).find(({ owner, type }) => owner === 'GNU' && type === 3);
    if (note === undefined) return undefined;
    const { content } = note;
    return Buffer.from(content.buffer as ArrayBuffer, content.byteOffset, content.byteLength).toString('hex');
  }

  /** Where the bytes that are loaded at an address stand in the file; undefined: nowhere. */
  fileOffset(address: bigint): bigint | undefined {
    const segment = this.segments.find(
      (each) =>
        each.type === loadSegment && address >= each.address && address - each.address < each.fileSize,
    );
    return segment && address - segment.address + segment.offset;
  }

  /** The NUL-terminated text at an offset of a section of texts. */
  textIn(strings: ElfSection, offset: number): string {
    return textAt(this.bytesOf(strings), offset);
  }

  private readSymbols(section: ElfSection): readonly ElfSymbol[] {
    const view = this.contents(section);
    const strings = this.sections[section.link];
    if (strings === undefined) throw new MalformedElf('its symbols have no names');
    const names = this.bytesOf(strings);
    const symbols: ElfSymbol[] = [];
    for (let at = 24; at + 24 <= view.byteLength; at += 24) {
      const info = view.getUint8(at + 4);
      symbols.push({
        name: textAt(names, view.getUint32(at, this.littleEndian)),
        type: info & 15,
        binding: info >> 4,
        section: view.getUint16(at + 6, this.littleEndian),
        value: view.getBigUint64(at + 8, this.littleEndian),
        size: view.getBigUint64(at + 16, this.littleEndian),
      });
    }
    return symbols;
  }

  private readSegments(): readonly ElfSegment[] {
    const start = this.number(32);
    return this.table(start, this.u16(54), this.u16(56), 56).map((at) => ({
      type: this.u32(at),
      flags: this.u32(at + 4),
      offset: this.view.getBigUint64(at + 8, this.littleEndian),
      address: this.view.getBigUint64(at + 16, this.littleEndian),
      fileSize: this.view.getBigUint64(at + 32, this.littleEndian),
    }));
  }

  private readSections(): readonly ElfSection[] {
    const start = this.number(40);
    if (start === 0) return [];
    const found = this.table(start, this.u16(58), this.u16(60), 64).map((at) => ({
      nameAt: this.u32(at),
      type: this.u32(at + 4),
      flags: this.view.getBigUint64(at + 8, this.littleEndian),
      address: this.view.getBigUint64(at + 16, this.littleEndian),
      offset: this.number(at + 24),
      size: this.number(at + 32),
      link: this.u32(at + 40),
    }));
    const strings = found[this.u16(62)];
    const namesEnd = strings === undefined ? 0 : Math.min(strings.offset + strings.size, this.bytes.length);
    const names = this.bytes.subarray(strings?.offset ?? 0, namesEnd);
    return found.map(({ nameAt, ...section }) => ({ ...section, name: textAt(names, nameAt) }));
  }

  /** Offsets of a table's entries. */
  private table(start: number, entrySize: number, count: number, leastSize: number): readonly number[] {
    if (count === 0) return [];
    if (entrySize < leastSize || start + count * entrySize > this.bytes.length) {
      throw new MalformedElf('one of its tables lies outside of it');
    }
    return Array.from({ length: count }, (_, index) => start + index * entrySize);
  }

  private u16(at: number): number {
    if (at + 2 > this.bytes.length) throw new MalformedElf('it ends too early');
    return this.view.getUint16(at, this.littleEndian);
  }

  private u32(at: number): number {
    return this.view.getUint32(at, this.littleEndian);
  }

  /** Offsets and sizes; none of a file that fits in memory is larger. */
  private number(at: number): number {
    if (at + 8 > this.bytes.length) throw new MalformedElf('it ends too early');
    return Number(this.view.getBigUint64(at, this.littleEndian));
  }
}

export function isElf(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 6 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46
  );
}

function aligned(size: number): number {
  return (size + 3) & ~3;
}

function textAt(bytes: Uint8Array, start: number): string {
  if (start >= bytes.length) return '';
  const end = bytes.indexOf(0, start);
  const until = end < 0 ? bytes.length : end;
  return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset + start, until - start).toString('latin1');
}
