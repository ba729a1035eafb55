/**
 * `$x$` and `$x$$`: a value with its members as text, `{.a=1, .b={...}}` (stapprobes(3stap), CONTEXT VARIABLES). `$` stops at the members
 * of the value, `$$` goes into structures and arrays inside it.
 */
import type * as ast from '../../ast/ast.ts';
import type { KernelTypes } from '../../kernel/kernel.ts';
import type { CType } from '../../program/c-type.ts';
import type { Access, AccessTextPart, ResolvedStep } from '../../program/program.ts';

type ValueAccess = Exclude<Access, { readonly kind: 'text' }>;

/** As many values as a print statement takes. */
const mostValues = 32;

export function describeValue(
  types: KernelTypes,
  node: ast.Expression,
  access: ValueAccess,
  type: CType,
  pretty: '$' | '$$',
): Access {
  const parts: AccessTextPart[] = [];
  let values = 0;
  const text = (piece: string): void => {
    const last = parts.at(-1);
    if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + piece };
    else parts.push({ kind: 'text', text: piece });
  };
  const value = (conversion: 'd' | 'u' | 'x' | 'c' | 's', at: ValueAccess): void => {
    values++;
    parts.push({ kind: 'value', conversion, access: at });
  };
  const quotedValue = (quote: string, conversion: 'c' | 's', at: ValueAccess): void => {
    text(quote);
    value(conversion, at);
    text(quote);
  };
  const stepped = (at: ValueAccess, ...steps: ResolvedStep[]): ValueAccess => ({
    ...at,
    steps: [...at.steps, ...steps],
  });

  function describe(at: ValueAccess, of: CType, depth: number): void {
    switch (of.kind) {
      case 'integer':
        if (isCharacter(of)) quotedValue("'", 'c', at);
        else value(of.signed ? 'd' : 'u', at);
        return;
      case 'enum':
        value(of.signed ? 'd' : 'u', at);
        return;
      case 'pointer':
        if (isCharacter(of.to)) {
          quotedValue('"', 's', at);
        } else if (depth === 0 && of.to.kind === 'struct') {
          describe(stepped(at, { kind: 'dereference' }), of.to, depth);
        } else {
          text('0x');
          value('x', at);
        }
        return;
      case 'struct':
        describeMembers(at, of, depth);
        return;
      case 'array':
        if (isCharacter(of.element)) quotedValue('"', 's', { ...at, addressOf: true });
        else describeElements(at, of, depth);
        return;
      case 'void':
      case 'function':
        text('?');
    }
  }

  function describeMembers(at: ValueAccess, of: Extract<CType, { kind: 'struct' }>, depth: number): void {
    const members = types.members(of);
    if ((depth > 0 && pretty === '$') || members === undefined) {
      text('{...}');
      return;
    }
    text('{');
    members.forEach(({ name, type: memberType, bitSize }, place) => {
      if (values > mostValues) return;
      if (place > 0) text(', ');
      if (values === mostValues) {
        values++;
        text('...');
        return;
      }
      text(`.${name}=`);
      const member = {
        kind: 'member',
        struct: { keyword: of.keyword, name: of.name },
        name,
        type: memberType,
      } as const;
      describe(stepped(at, bitSize > 0 ? { ...member, bitSize } : member), memberType, depth + 1);
    });
    text('}');
  }

  function describeElements(at: ValueAccess, of: Extract<CType, { kind: 'array' }>, depth: number): void {
    if (depth > 0 && pretty === '$') {
      text('[...]');
      return;
    }
    text('[');
    for (let place = 0; place < of.length && values <= mostValues; place++) {
      if (place > 0) text(', ');
      if (values === mostValues) {
        values++;
        text('...');
      } else {
        describe(
          stepped(at, { kind: 'index', index: literal(node, place), type: of.element }),
          of.element,
          depth + 1,
        );
      }
    }
    text(']');
  }

  describe(access, type, 0);
  return { kind: 'text', parts };
}

function isCharacter(type: CType): boolean {
  return type.kind === 'integer' && type.size === 1 && /^(signed |unsigned )?char$/.test(type.name);
}

function literal({ span, token }: ast.Expression, value: number): ast.NumberLiteral {
  return { kind: 'NumberLiteral', value: BigInt(value), span, token };
}
