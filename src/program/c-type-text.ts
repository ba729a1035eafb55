/** C types as messages and `stsx list -v` name them, in stap's spelling: `struct sk_buff*`, `char[16]`. */
import type { CType } from './c-type.ts';

export function cTypeText(type: CType): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'integer':
      return type.name;
    case 'enum':
      return type.name === undefined ? 'enum' : `enum ${type.name}`;
    case 'pointer':
      return type.to.kind === 'function' ? 'function*' : `${cTypeText(type.to)}*`;
    case 'struct':
      return type.keyword === 'typedef' ? type.name : `${type.keyword} ${type.name}`;
    case 'array':
      return `${cTypeText(type.element)}[${type.length}]`;
    case 'function':
      return 'function';
  }
}

export function sameType(a: CType, b: CType): boolean {
  return cTypeText(a) === cTypeText(b);
}
