/**
 * One BTF image: in come the bytes of /sys/kernel/btf/NAME, out come the fields of its type records by type id.
 * A kernel has over 100,000 types and a script asks for a handful, so nothing here makes an object a type: the records stay where
 * they are, beside one array of their places and one hash table of their names.
 * The image of a module is *split*: its type ids and string offsets go on where those of the kernel's image end.
 */
import { kind, recordLengths, wordsOfHeader } from './btf-kinds.ts';
import { StringSection } from './string-section.ts';

/** Not BTF, cut short, or of a machine with the other byte order. */
export class MalformedBtf extends Error {}

const magic = 0xeb9f;
const magicOfOtherByteOrder = 0x9feb;
const nameBuckets = 1 << 16;

export class Btf {
  readonly base: Btf | undefined;
  /** Ids of this image's own records are firstId … endId - 1; smaller ones are the base's. 0 is void. */
  readonly firstId: number;
  readonly endId: number;
  private readonly words: Uint32Array;
  private readonly strings: StringSection;
  /** Place of record firstId + i, in words. */
  private readonly places: Uint32Array;
  /** Hash table of the records that have a name: the first id of a bucket, and the following one of each; 0 ends. */
  private readonly bucketHeads = new Uint32Array(nameBuckets);
  private readonly bucketNexts: Uint32Array;
  private enumSigns: boolean | undefined;

  constructor(bytes: Uint8Array, base?: Btf) {
    const header = readHeader(bytes);
    this.base = base;
    this.firstId = base?.endId ?? 1;
    this.strings = new StringSection(header.strings, base?.strings);
    const section = header.types;
    this.words = new Uint32Array(section.buffer, section.byteOffset, section.byteLength >> 2);
    // The shortest record is three words; one place more for the loop below to overrun into.
    const places = new Uint32Array(Math.floor(this.words.length / wordsOfHeader) + 1);
    const nexts = new Uint32Array(places.length);
    const count = indexRecords(this.words, this.firstId, places, this.bucketHeads, nexts);
    this.endId = this.firstId + count;
    this.places = places.subarray(0, count);
    this.bucketNexts = nexts;
  }

  /** One of btf-kinds.ts; 0 for void. */
  kind(id: number): number {
    return (this.header(id, 1) >>> 24) & 0x1f;
  }

  name(id: number): string {
    return this.string(this.header(id, 0));
  }

  /** Members, parameters or enumerators. */
  count(id: number): number {
    return this.header(id, 1) & 0xffff;
  }

  kindFlag(id: number): boolean {
    return this.header(id, 1) >>> 31 === 1;
  }

  /** In bytes, of an int, enum, struct, union or float. */
  size(id: number): number {
    return this.header(id, 2);
  }

  /** The type that a pointer, typedef, qualifier, function or tag refers to; the result of a function prototype. */
  target(id: number): number {
    return this.header(id, 2);
  }

  /** Word `index` of what follows the record's header. */
  detail(id: number, index: number): number {
    const owner = this.owner(id);
    return owner.words[owner.place(id) + wordsOfHeader + index] ?? 0;
  }

  string(offset: number): string {
    return this.strings.at(offset);
  }

  /** Ids of this image's own records with that name, whatever their kind, in order. */
  named(name: string): readonly number[] {
    const ids: number[] = [];
    for (const offset of this.strings.offsetsOf(name)) {
      if (offset === 0) continue;
      for (
        let id = this.bucketHeads[bucketOf(offset)] ?? 0;
        id !== 0;
        id = this.bucketNexts[id - this.firstId] ?? 0
      ) {
        if (this.header(id, 0) === offset) ids.push(id);
      }
    }
    return ids.sort((a, b) => a - b);
  }

  /** The first of this image's own records of that kind and name. */
  find(wanted: number, name: string): number | undefined {
    return this.named(name).find((id) => this.kind(id) === wanted);
  }

  /** Where the name is written in the strings of this image and its base: what enumerators refer to. */
  stringOffsets(name: string): readonly number[] {
    return this.strings.offsetsOf(name);
  }

  /** This image's own records of one kind. */
  *ofKind(wanted: number): Generator<number> {
    for (let id = this.firstId; id < this.endId; id++) {
      if (this.kind(id) === wanted) yield id;
    }
  }

  /** Whether any enum says that its values are signed; images older than kernel 6.0 never do. */
  tellsEnumSigns(): boolean {
    this.enumSigns ??= (this.base?.tellsEnumSigns() ?? false) || this.hasSignedEnum();
    return this.enumSigns;
  }

  private hasSignedEnum(): boolean {
    for (let id = this.firstId; id < this.endId; id++) {
      const own = this.kind(id);
      if (own === kind.enum64 || (own === kind.enum && this.kindFlag(id))) return true;
    }
    return false;
  }

  private header(id: number, word: number): number {
    if (id === 0) return 0;
    const owner = this.owner(id);
    return owner.words[owner.place(id) + word] ?? 0;
  }

  private owner(id: number): Btf {
    return id < this.firstId && this.base !== undefined ? this.base.owner(id) : this;
  }

  private place(id: number): number {
    const place = this.places[id - this.firstId];
    if (place === undefined) throw new MalformedBtf(`no type ${id}`);
    return place;
  }
}

interface Header {
  readonly types: Uint8Array;
  readonly strings: Uint8Array;
}

function readHeader(bytes: Uint8Array): Header {
  if (bytes.byteLength < 24) throw new MalformedBtf('shorter than its header');
  // The records are read as 32-bit words, so they have to lie at a multiple of four.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  const hostIsLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  const found = view.getUint16(0, hostIsLittle);
  if (found === magicOfOtherByteOrder) throw new MalformedBtf('of a machine with the other byte order');
  if (found !== magic) throw new MalformedBtf('no BTF');
  if (view.getUint8(2) !== 1) throw new MalformedBtf(`of version ${view.getUint8(2)}; known is version 1`);
  const word = (index: number): number => view.getUint32(index * 4, hostIsLittle);
  const length = word(1);
  const section = (offset: number, size: number): Uint8Array => {
    const start = length + offset;
    if (start + size > aligned.byteLength) throw new MalformedBtf('cut short');
    return aligned.subarray(start, start + size);
  };
  if ((length + word(2)) % 4 !== 0) throw new MalformedBtf('type records not aligned');
  return { types: section(word(2), word(3)), strings: section(word(4), word(5)) };
}

/** One walk over all records: their places, and the hash table of their names. Returns how many there are. */
function indexRecords(
  words: Uint32Array,
  firstId: number,
  places: Uint32Array,
  heads: Uint32Array,
  nexts: Uint32Array,
): number {
  const fixed = new Uint8Array(32);
  const each = new Uint8Array(32);
  for (const [index, length] of recordLengths.entries()) {
    fixed[index] = length === undefined ? 0 : wordsOfHeader + length.fixed;
    each[index] = length?.each ?? 0;
  }
  let count = 0;
  let place = 0;
  while (place + wordsOfHeader <= words.length) {
    const name = words[place] ?? 0;
    const info = words[place + 1] ?? 0;
    const recordKind = (info >>> 24) & 0x1f;
    const length = fixed[recordKind] ?? 0;
    if (length === 0)
      throw new MalformedBtf(`type ${firstId + count} is of kind ${recordKind}, which is not known`);
    places[count] = place;
    if (name !== 0) {
      const bucket = bucketOf(name);
      nexts[count] = heads[bucket] ?? 0;
      heads[bucket] = firstId + count;
    }
    place += length + (each[recordKind] ?? 0) * (info & 0xffff);
    count++;
  }
  if (place !== words.length) throw new MalformedBtf('the last type record is cut short');
  return count;
}

function bucketOf(nameOffset: number): number {
  return Math.imul(nameOffset, 0x9e3779b1) >>> 16;
}

/** What a type is once typedefs, qualifiers and tags are taken off. */
export function stripped(btf: Btf, id: number): number {
  let current = id;
  // A chain longer than this is a circle: broken BTF, not a deep one.
  for (let steps = 0; steps < 64; steps++) {
    switch (btf.kind(current)) {
      case kind.typedef:
      case kind.const:
      case kind.volatile:
      case kind.restrict:
      case kind.typeTag:
        current = btf.target(current);
        break;
      default:
        return current;
    }
  }
  throw new MalformedBtf(`type ${id} refers to itself`);
}
