/**
 * The kinds of BTF type records and how long each record is (Documentation/bpf/btf.rst, include/uapi/linux/btf.h).
 * A record is three 32-bit words (name, info, size or type), then what its row says.
 */
export const kind = {
  int: 1,
  pointer: 2,
  array: 3,
  struct: 4,
  union: 5,
  enum: 6,
  forward: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  function: 12,
  functionPrototype: 13,
  variable: 14,
  dataSection: 15,
  float: 16,
  declarationTag: 17,
  typeTag: 18,
  enum64: 19,
} as const;

export const wordsOfHeader = 3;

interface RecordLength {
  /** Words after the header, whatever the record holds. */
  readonly fixed: number;
  /** Words for each member, parameter, enumerator or variable. */
  readonly each: number;
}

const plain: RecordLength = { fixed: 0, each: 0 };

/** Indexed by kind. 0 is void, which has no record. */
export const recordLengths: readonly (RecordLength | undefined)[] = [
  undefined,
  { fixed: 1, each: 0 }, // int: encoding, offset, bits
  plain,
  { fixed: 3, each: 0 }, // array: element, index type, length
  { fixed: 0, each: 3 }, // struct: name, type, offset
  { fixed: 0, each: 3 }, // union
  { fixed: 0, each: 2 }, // enum: name, value
  plain,
  plain,
  plain,
  plain,
  plain,
  plain,
  { fixed: 0, each: 2 }, // function prototype: name, type
  { fixed: 1, each: 0 }, // variable: linkage
  { fixed: 0, each: 3 }, // data section: type, offset, size
  plain,
  { fixed: 1, each: 0 }, // declaration tag: component
  plain,
  { fixed: 0, each: 3 }, // enum64: name, low, high
];

/** Of the word after an int's header. */
export const intEncoding = { signed: 1, char: 2, bool: 4 } as const;
