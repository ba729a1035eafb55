/**
 * The names of a BTF image: NUL-ended texts, each written once; an offset stands for a name. A split image's offsets go on where
 * those of its base end. A name is found by searching the section, which costs a memory scan; after a few such searches an
 * index of all names is worth its few milliseconds.
 */
const searchesBeforeIndex = 24;

export class StringSection {
  private readonly base: StringSection | undefined;
  private readonly bytes: Buffer;
  private readonly start: number;
  private readonly found = new Map<string, number>();
  private searches = 0;
  private index: NameIndex | undefined;

  constructor(bytes: Uint8Array, base: StringSection | undefined) {
    this.base = base;
    this.start = base?.end ?? 0;
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  at(offset: number): string {
    if (offset < this.start) return this.base?.at(offset) ?? '';
    const from = offset - this.start;
    const end = this.bytes.indexOf(0, from);
    return this.bytes.toString('latin1', from, end === -1 ? this.bytes.length : end);
  }

  /** Where that name stands here and in the base. */
  offsetsOf(name: string): readonly number[] {
    const own = this.ownOffset(name);
    const inherited = this.base?.offsetsOf(name) ?? [];
    return own === -1 ? inherited : [...inherited, this.start + own];
  }

  private get end(): number {
    return this.start + this.bytes.length;
  }

  private ownOffset(name: string): number {
    if (name === '' || name.includes('\0')) return -1;
    const known = this.found.get(name);
    if (known !== undefined) return known;
    const offset = this.search(name);
    this.found.set(name, offset);
    return offset;
  }

  private search(name: string): number {
    if (++this.searches > searchesBeforeIndex) {
      this.index ??= new NameIndex(this.bytes);
      return this.index.offsetOf(Buffer.from(name, 'latin1'));
    }
    // A split section starts with a name, the kernel's with the empty one.
    if (this.bytes.toString('latin1', 0, name.length + 1) === `${name}\0`) return 0;
    const before = this.bytes.indexOf(`\0${name}\0`, 0, 'latin1');
    return before === -1 ? -1 : before + 1;
  }
}

/** Open addressing over the offsets of all names. */
class NameIndex {
  private readonly bytes: Uint8Array;
  private readonly slots: Uint32Array;
  private readonly mask: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    // A name takes at least a byte and its NUL, so the table can never be full.
    let size = 1024;
    while (size <= bytes.length / 2) size *= 2;
    this.slots = new Uint32Array(size);
    this.mask = size - 1;
    this.fill();
  }

  offsetOf(name: Uint8Array): number {
    let slot = hash(name, 0, name.length) & this.mask;
    for (;;) {
      const entry = this.slots[slot] ?? 0;
      if (entry === 0) return -1;
      if (this.isAt(entry - 1, name)) return entry - 1;
      slot = (slot + 1) & this.mask;
    }
  }

  private fill(): void {
    const { bytes, slots, mask } = this;
    for (let start = 0; start < bytes.length;) {
      let end = start;
      let value = 0;
      for (let byte = bytes[end] ?? 0; byte !== 0; byte = bytes[end] ?? 0) {
        value = (Math.imul(value, 31) + byte) | 0;
        end++;
      }
      if (end > start) {
        let slot = scramble(value) & mask;
        while (slots[slot] !== 0) slot = (slot + 1) & mask;
        slots[slot] = start + 1;
      }
      start = end + 1;
    }
  }

  private isAt(offset: number, name: Uint8Array): boolean {
    for (let i = 0; i < name.length; i++) if (this.bytes[offset + i] !== name[i]) return false;
    return (this.bytes[offset + name.length] ?? 0) === 0;
  }
}

function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) value = (Math.imul(value, 31) + (bytes[i] ?? 0)) | 0;
  return scramble(value);
}

function scramble(value: number): number {
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 8;
}
