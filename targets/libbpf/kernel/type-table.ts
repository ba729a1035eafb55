/**
 * The kernel structures that a kernel half uses, cut down to the members that it reads. Members are added while code is emitted;
 * `definitions` writes them in an order in which every structure held by value comes first.
 *
 * Only names, nesting and kinds have to be right: CO-RE takes offsets, sizes, bits and signs from the running kernel.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { CType } from '../../../src/program/c-type.ts';
import { cIdentifier } from '../text/literal.ts';
import { structText } from '../text/member-path.ts';

type StructName = ir.Field['struct'];

interface StructUse {
  readonly name: StructName;
  readonly members: Map<string, MemberUse>;
}

interface MemberUse {
  readonly type: CType;
  /** Members of a structure that has no name of its own. */
  readonly nested: Map<string, MemberUse> | undefined;
}

export class TypeTable {
  private readonly structs = new Map<string, StructUse>();
  private readonly enums = new Set<string>();

  /** Notes the members that a path goes through; path steps by number stay inside the member before them. */
  use(struct: StructName, path: readonly ir.FieldStep[]): void {
    let members = this.struct(struct).members;
    path.forEach((step, index) => {
      if (step.kind === 'index') {
        const inner = elementOf(step.ctype);
        if (inner.kind === 'struct' && inner.name !== '') members = this.struct(inner).members;
        return;
      }
      const type = step.ctype;
      const inner = elementOf(type);
      const isAnonymous = inner.kind === 'struct' && inner.name === '';
      let member = members.get(step.name);
      if (!member) {
        member = { type, nested: isAnonymous ? new Map() : undefined };
        members.set(step.name, member);
      }
      if (inner.kind === 'enum' && inner.name !== undefined) this.enums.add(inner.name);
      if (member.nested) members = member.nested;
      else if (inner.kind === 'struct') {
        // Held by value, so it must be complete even if the path ends here.
        const held = this.struct(inner);
        if (index < path.length - 1) members = held.members;
      }
    });
  }

  /** A structure whose size is asked (bpf_core_type_size). */
  useWhole(struct: StructName): void {
    this.struct(struct);
  }

  definitions(): readonly string[] {
    const done = new Set<string>();
    const lines: string[] = [];
    const define = (use: StructUse): void => {
      const text = structText(use.name);
      if (done.has(text)) return;
      done.add(text);
      for (const held of heldStructs(use.members)) define(this.struct(held));
      lines.push(...definition(use), '');
    };
    for (const name of this.enums) lines.push(`enum ${name} { stsx_some_${cIdentifier(name)} };`, '');
    for (const use of [...this.structs.values()]) define(use);
    return lines;
  }

  private struct(name: StructName): StructUse {
    const text = structText(name);
    let use = this.structs.get(text);
    if (!use) {
      use = { name, members: new Map() };
      this.structs.set(text, use);
    }
    return use;
  }
}

function elementOf(type: CType): CType {
  return type.kind === 'array' ? elementOf(type.element) : type;
}

function heldStructs(members: ReadonlyMap<string, MemberUse>): readonly StructName[] {
  return [...members.values()].flatMap(({ type, nested }) => {
    if (nested) return heldStructs(nested);
    const inner = elementOf(type);
    return inner.kind === 'struct' ? [inner] : [];
  });
}

function definition({ name, members }: StructUse): readonly string[] {
  const body = memberLines(members);
  const attribute = '__attribute__((preserve_access_index))';
  if (name.keyword === 'typedef') return ['typedef struct {', ...body, `} ${attribute} ${name.name};`];
  return [`${structText(name)} {`, ...body, `} ${attribute};`];
}

/** An array without a length of its own has to be the last member, or CO-RE takes no index into it. */
function memberLines(members: ReadonlyMap<string, MemberUse>): readonly string[] {
  const isOpen = ([, { type }]: readonly [string, MemberUse]) => type.kind === 'array' && type.length === 0;
  const all = [...members];
  const ordered = [...all.filter((member) => !isOpen(member)), ...all.filter(isOpen)];
  return ordered.flatMap(([name, { type, nested }]) => {
    if (!nested) return [`\t${declare(type, name)};`];
    const inner = elementOf(type);
    const keyword = inner.kind === 'struct' && inner.keyword === 'union' ? 'union' : 'struct';
    return [
      `\t${keyword} {`,
      ...memberLines(nested).map((line) => `\t${line}`),
      `\t} ${name}${dimensions(type)};`,
    ];
  });
}

function dimensions(type: CType): string {
  return type.kind === 'array' ? `[${type.length}]${dimensions(type.element)}` : '';
}

/** A C declaration of `name`. Pointers lose what they point to unless it is a structure's name. */
function declare(type: CType, name: string): string {
  switch (type.kind) {
    case 'void':
    case 'function':
      return `void *${name}`;
    case 'integer':
      return `${integerText(type.size, type.signed, type.name)} ${name}`;
    case 'enum':
      return type.name === undefined
        ? `enum { stsx_some_${cIdentifier(name)} } ${name}`
        : `enum ${type.name} ${name}`;
    case 'pointer':
      return type.to.kind === 'struct' && type.to.keyword !== 'typedef' && type.to.name !== ''
        ? `${structText(type.to)} *${name}`
        : `void *${name}`;
    case 'struct':
      return `${structText(type)} ${name}`;
    case 'array':
      return declare(type.element, `${name}[${type.length}]`);
  }
}

const plainIntegers =
  /^(_Bool|char|(un)?signed char|(short|long|long long)( unsigned)? int|(unsigned )?int|(short|long|long long)|unsigned( short| long)?( int)?)$/;

function integerText(size: number, signed: boolean, name: string): string {
  if (plainIntegers.test(name)) return name;
  if (size === 16) return signed ? '__int128' : 'unsigned __int128';
  return `__${signed ? 's' : 'u'}${size * 8}`;
}
