/**
 * Writes BTF images for tests, a record a call: each returns the id of the type it adds. Written from the format's
 * description, apart from the reader's tables, so that the two check each other.
 */
export class BtfBuilder {
  private readonly words: number[] = [];
  private text = '';
  private readonly offsets = new Map<string, number>([['', 0]]);
  private nextId: number;
  private readonly firstString: number;

  /** After a base image with so many types (void included) and bytes of names, the image is a split one. */
  constructor(base?: { readonly types: number; readonly names: number }) {
    this.nextId = base?.types ?? 1;
    this.firstString = base?.names ?? 0;
    if (base === undefined) this.text = '\0';
  }

  int(name: string, size: number, flags: { signed?: boolean; bool?: boolean; bits?: number } = {}): number {
    const encoding = (flags.signed === true ? 1 : 0) | (flags.bool === true ? 4 : 0);
    return this.record(1, name, size, [(encoding << 24) | (flags.bits ?? size * 8)]);
  }

  pointer(to: number): number {
    return this.record(2, '', to);
  }

  array(element: number, length: number): number {
    return this.record(3, '', 0, [element, element, length]);
  }

  /** A member is its name, its type and its place in bits; with a width it is a bit field. */
  struct(name: string, size: number, members: readonly Member[], union = false): number {
    const flag = members.some((member) => member.width !== undefined);
    const details = members.flatMap(({ name: member, type, at, width }) => [
      this.name(member),
      type,
      flag ? ((width ?? 0) << 24) | at : at,
    ]);
    return this.record(union ? 5 : 4, name, size, details, members.length, flag);
  }

  enum(name: string, values: Readonly<Record<string, number>>, signed = false): number {
    const details = Object.entries(values).flatMap(([one, value]) => [this.name(one), value >>> 0]);
    return this.record(6, name, 4, details, details.length / 2, signed);
  }

  enum64(name: string, values: Readonly<Record<string, bigint>>, signed = false): number {
    const details = Object.entries(values).flatMap(([one, value]) => [
      this.name(one),
      Number(BigInt.asUintN(32, value)),
      Number(BigInt.asUintN(32, value >> 32n)),
    ]);
    return this.record(19, name, 8, details, details.length / 3, signed);
  }

  forward(name: string, union = false): number {
    return this.record(7, name, 0, [], 0, union);
  }

  typedef(name: string, of: number): number {
    return this.record(8, name, of);
  }

  volatile(of: number): number {
    return this.record(9, '', of);
  }

  const(of: number): number {
    return this.record(10, '', of);
  }

  restrict(of: number): number {
    return this.record(11, '', of);
  }

  function(name: string, prototype: number): number {
    return this.record(12, name, prototype);
  }

  prototype(result: number, parameters: readonly (readonly [name: string, type: number])[]): number {
    const details = parameters.flatMap(([name, type]) => [this.name(name), type]);
    return this.record(13, '', result, details, parameters.length);
  }

  variable(name: string, type: number): number {
    return this.record(14, name, type, [1]);
  }

  dataSection(name: string, variables: readonly number[]): number {
    return this.record(
      15,
      name,
      8,
      variables.flatMap((variable) => [variable, 0, 8]),
      variables.length,
    );
  }

  float(name: string, size: number): number {
    return this.record(16, name, size);
  }

  declarationTag(text: string, of: number): number {
    return this.record(17, text, of, [0xffffffff]);
  }

  typeTag(text: string, of: number): number {
    return this.record(18, text, of);
  }

  /** A record of whatever kind, for what the format does not know. */
  record(
    kind: number,
    name: string,
    third: number,
    details: readonly number[] = [],
    count = 0,
    flag = false,
  ): number {
    this.words.push(
      this.name(name),
      ((flag ? 0x80000000 : 0) | (kind << 24) | count) >>> 0,
      third,
      ...details,
    );
    return this.nextId++;
  }

  /** What a split image built on this one goes on from. */
  end(): { readonly types: number; readonly names: number } {
    return { types: this.nextId, names: this.firstString + this.text.length };
  }

  bytes(): Uint8Array {
    const names = Buffer.from(this.text, 'latin1');
    const types = this.words.length * 4;
    const image = Buffer.alloc(24 + types + names.length);
    image.writeUInt16LE(0xeb9f, 0);
    image.writeUInt8(1, 2);
    image.writeUInt32LE(24, 4);
    image.writeUInt32LE(0, 8);
    image.writeUInt32LE(types, 12);
    image.writeUInt32LE(types, 16);
    image.writeUInt32LE(names.length, 20);
    for (const [index, word] of this.words.entries()) image.writeUInt32LE(word >>> 0, 24 + index * 4);
    names.copy(image, 24 + types);
    return image;
  }

  private name(text: string): number {
    const known = this.offsets.get(text);
    if (known !== undefined) return known;
    const offset = this.firstString + this.text.length;
    this.text += `${text}\0`;
    this.offsets.set(text, offset);
    return offset;
  }
}

export interface Member {
  readonly name: string;
  readonly type: number;
  readonly at: number;
  readonly width?: number;
}
