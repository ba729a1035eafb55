/**
 * C types of target variables, as far as access to them needs. Typedefs and qualifiers are resolved away, except the
 * name of a typedef that is the only name its anonymous structure has. Built from BTF by src/kernel/.
 */
export type CType = CVoid | CInteger | CEnum | CPointer | CStruct | CArray | CFunction;

export interface CVoid {
  readonly kind: 'void';
}

export interface CInteger {
  readonly kind: 'integer';
  /** In bytes: 1, 2, 4, 8 (16 for __int128). */
  readonly size: number;
  readonly signed: boolean;
  /** C spelling, `unsigned int`; `char` tells text from numbers. */
  readonly name: string;
}

export interface CEnum {
  readonly kind: 'enum';
  readonly size: number;
  readonly signed: boolean;
  readonly name: string | undefined;
}

export interface CPointer {
  readonly kind: 'pointer';
  readonly to: CType;
}

/** Structures and unions by name only: their members are looked up when a path goes through them. */
export interface CStruct {
  readonly kind: 'struct';
  readonly keyword: 'struct' | 'union' | 'typedef';
  readonly name: string;
}

export interface CArray {
  readonly kind: 'array';
  readonly element: CType;
  readonly length: number;
}

export interface CFunction {
  readonly kind: 'function';
}
