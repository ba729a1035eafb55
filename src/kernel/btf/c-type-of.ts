/**
 * A BTF type as the stages see it: typedefs, qualifiers and tags taken off, structures by name only. An anonymous structure is
 * named by its typedef; one without even that (the type of a named member) by its place in the image, as `anonymous_123`, a name that
 * `structureId` below reads back.
 */
import type { CInteger, CType } from '../../program/c-type.ts';
import { intEncoding, kind } from './btf-kinds.ts';
import { MalformedBtf, stripped, type Btf } from './btf.ts';
import { hasSignedValues } from './enumerator-value.ts';
import { integerName } from './integer-names.ts';

const deepest = 64;

/** `image`: what a module's anonymous structures are marked with, "" for the kernel's own. */
export function cTypeOf(btf: Btf, id: number, image: string): CType {
  return convert(btf, id, image, 0);
}

function convert(btf: Btf, id: number, image: string, depth: number): CType {
  if (depth > deepest) throw new MalformedBtf(`type ${id} refers to itself`);
  const own = stripped(btf, id);
  switch (btf.kind(own)) {
    case kind.int:
      return integer(btf, own);
    case kind.enum:
      return {
        kind: 'enum',
        size: btf.size(own),
        signed: hasSignedValues(btf, own),
        name: btf.name(own) || undefined,
      };
    case kind.enum64:
      return {
        kind: 'enum',
        size: btf.size(own),
        signed: btf.kindFlag(own),
        name: btf.name(own) || undefined,
      };
    case kind.pointer:
      return { kind: 'pointer', to: convert(btf, btf.target(own), image, depth + 1) };
    case kind.struct:
    case kind.union:
      return structure(btf, id, own, image);
    case kind.forward: {
      const keyword = btf.kindFlag(own) ? 'union' : 'struct';
      return { kind: 'struct', keyword, name: btf.name(own) };
    }
    case kind.array:
      return {
        kind: 'array',
        element: convert(btf, btf.detail(own, 0), image, depth + 1),
        length: btf.detail(own, 2),
      };
    case kind.functionPrototype:
    case kind.function:
      return { kind: 'function' };
    default:
      // Void; and floating point, which scripts cannot read and kernels do not pass.
      return { kind: 'void' };
  }
}

function integer(btf: Btf, id: number): CInteger {
  const encoding = (btf.detail(id, 0) >>> 24) & 0xf;
  const name = integerName(btf.name(id));
  return { kind: 'integer', size: btf.size(id), signed: (encoding & intEncoding.signed) !== 0, name };
}

function structure(btf: Btf, id: number, own: number, image: string): CType {
  const keyword = btf.kind(own) === kind.union ? 'union' : 'struct';
  const name = btf.name(own);
  if (name !== '') return { kind: 'struct', keyword, name };
  const typedef = lastTypedef(btf, id);
  if (typedef !== undefined) return { kind: 'struct', keyword: 'typedef', name: typedef };
  return { kind: 'struct', keyword, name: `anonymous_${image === '' ? '' : `${image}_`}${own}` };
}

/** Of `typedef struct { … } a; typedef a b;` it is `a` that names the structure. */
function lastTypedef(btf: Btf, id: number): string | undefined {
  let name: string | undefined;
  for (let current = id, steps = 0; steps < deepest; steps++) {
    const currentKind = btf.kind(current);
    if (currentKind === kind.struct || currentKind === kind.union) break;
    if (currentKind === kind.typedef) name = btf.name(current);
    current = btf.target(current);
  }
  return name;
}

/** The record of a structure that `cTypeOf` named; undefined: this image has none. */
export function structureId(
  btf: Btf,
  struct: { readonly keyword: 'struct' | 'union' | 'typedef'; readonly name: string },
  image: string,
): number | undefined {
  if (struct.keyword === 'typedef') {
    const typedef = btf.find(kind.typedef, struct.name);
    const target = typedef === undefined ? undefined : stripped(btf, typedef);
    return target !== undefined && isStructure(btf, target) ? target : undefined;
  }
  const wanted = struct.keyword === 'union' ? kind.union : kind.struct;
  const found = btf.find(wanted, struct.name);
  if (found !== undefined) return found;
  const prefix = `anonymous_${image === '' ? '' : `${image}_`}`;
  if (!struct.name.startsWith(prefix)) return undefined;
  const digits = struct.name.slice(prefix.length);
  const id = /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : 0;
  return id !== 0 && id < btf.endId && btf.kind(id) === wanted && btf.name(id) === '' ? id : undefined;
}

function isStructure(btf: Btf, id: number): boolean {
  const found = btf.kind(id);
  return found === kind.struct || found === kind.union;
}
