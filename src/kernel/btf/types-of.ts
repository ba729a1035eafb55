/**
 * Answers a kernel's questions about types from BTF images: the kernel's own first, then, for what is not in it, those of the
 * loaded modules, which are read only then.
 */
import type { CType } from '../../program/c-type.ts';
import type { KernelMember, KernelTypes } from '../kernel.ts';
import type { Btf } from './btf.ts';
import { structureId } from './c-type-of.ts';
import { enumeratorValue } from './enumerator-value.ts';
import { functionNamed, tracepointNamed, tracepointNamesOf } from './functions-of.ts';
import { membersOf } from './members-of.ts';
import { namedType } from './named-type.ts';

/** A BTF image and the module it is of; "" is the kernel itself. */
export interface Image {
  readonly name: string;
  readonly btf: Btf;
}

export function typesOf(kernel: Btf, wordSize: number, readModules: () => readonly Image[]): KernelTypes {
  const own: Image = { name: '', btf: kernel };
  let modules: readonly Image[] | undefined;
  const images = function* (): Generator<Image> {
    yield own;
    modules ??= readModules();
    yield* modules;
  };
  const first = <Answer>(ask: (image: Image) => Answer | undefined): Answer | undefined => {
    for (const image of images()) {
      const answer = ask(image);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  const structure = (struct: StructName): { readonly image: Image; readonly id: number } | undefined =>
    first((image) => {
      const id = structureId(image.btf, struct, image.name);
      return id === undefined ? undefined : { image, id };
    });
  const sizeOf = (type: CType): number => {
    switch (type.kind) {
      case 'void':
      case 'function':
        return 0;
      case 'integer':
      case 'enum':
        return type.size;
      case 'pointer':
        return wordSize;
      case 'array':
        return type.length * sizeOf(type.element);
      case 'struct': {
        const found = structure(type);
        return found === undefined ? 0 : found.image.btf.size(found.id);
      }
    }
  };
  const answered = new Map<string, readonly KernelMember[] | undefined>();
  return {
    tracepointNames: () => [...new Set([...images()].flatMap(({ btf }) => tracepointNamesOf(btf)))].sort(),
    tracepoint: (name) => first(({ btf, name: image }) => tracepointNamed(btf, name, image)),
    function: (name) => first(({ btf, name: image }) => functionNamed(btf, name, image)),
    members: (struct) => {
      const key = `${struct.keyword} ${struct.name}`;
      if (!answered.has(key)) {
        const found = structure(struct);
        answered.set(key, found && membersOf(found.image.btf, found.id, found.image.name));
      }
      return answered.get(key);
    },
    named: (text) => first(({ btf, name: image }) => namedType(btf, text, wordSize, image)),
    sizeOf,
    enumerator: (name) => first(({ btf }) => enumeratorValue(btf, name)),
  };
}

type StructName = Parameters<KernelTypes['members']>[0];
