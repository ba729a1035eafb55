/** The running kernel's own BTF against what bpftool makes of it: needs both, and says so where it skips. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CType } from '../../../src/program/c-type.ts';
import { runningKernel } from '../../../src/kernel/running-kernel.ts';

const image = '/sys/kernel/btf/vmlinux';
let dumped: readonly DumpedType[] | undefined;

const lack = !existsSync(image)
  ? 'this kernel has no BTF'
  : dump().length === 0
    ? 'bpftool is not installed'
    : undefined;
if (lack !== undefined) console.warn(`skipped, the running kernel against bpftool: ${lack}`);

interface DumpedType {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly size?: number;
  readonly type_id?: number;
  readonly ret_type_id?: number;
  readonly members?: readonly {
    name: string;
    type_id: number;
    bits_offset: number;
    bitfield_size?: number;
  }[];
  readonly params?: readonly { name: string; type_id: number }[];
  readonly values?: readonly { name: string; val: number }[];
}

function dump(): readonly DumpedType[] {
  if (dumped !== undefined) return dumped;
  try {
    const json = execFileSync('bpftool', ['-j', 'btf', 'dump', 'file', image], {
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    dumped = (JSON.parse(json.toString('latin1')) as { types: readonly DumpedType[] }).types;
  } catch {
    dumped = [];
  }
  return dumped;
}

/** Every nth of them, so that it stays quick. */
function sample<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === 0);
}

describe.skipIf(lack !== undefined)('the running kernel', () => {
  const { types } = runningKernel();
  if (types === undefined) {
    it.skip('has no BTF');
    return;
  }
  const byId = (id: number | undefined): DumpedType | undefined =>
    id === undefined ? undefined : dump()[id - 1];
  const inner = (id: number | undefined): DumpedType | undefined => {
    const type = byId(id);
    return type !== undefined && ['CONST', 'VOLATILE', 'RESTRICT', 'TYPEDEF', 'TYPE_TAG'].includes(type.kind)
      ? inner(type.type_id)
      : type;
  };
  const agrees = (type: CType, id: number): boolean => {
    const wanted = inner(id);
    switch (wanted?.kind) {
      case undefined:
        return type.kind === 'void';
      case 'PTR':
        return type.kind === 'pointer' && (wanted.type_id === undefined || agrees(type.to, wanted.type_id));
      case 'INT':
        return type.kind === 'integer' && type.size === wanted.size;
      case 'STRUCT':
      case 'UNION':
        return type.kind === 'struct' && (wanted.name === '(anon)' || type.name === wanted.name);
      case 'FWD':
        return type.kind === 'struct' && type.name === wanted.name;
      case 'ENUM':
      case 'ENUM64':
        return type.kind === 'enum' && type.size === wanted.size;
      case 'ARRAY':
        return type.kind === 'array';
      case 'FUNC_PROTO':
        return type.kind === 'function';
      case 'FLOAT':
        return type.kind === 'void';
      default:
        return false;
    }
  };
  const uniquelyNamed = (kind: string): readonly DumpedType[] => {
    const all = dump().filter((type) => type.kind === kind && type.name !== '(anon)');
    const counts = new Map<string, number>();
    for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
    return all.filter(({ name }) => counts.get(name) === 1);
  };

  it('agrees with bpftool on members', () => {
    const structs = sample(uniquelyNamed('STRUCT'), 400);
    expect(structs.length).toBeGreaterThan(100);
    for (const struct of structs) {
      const members = types.members({ keyword: 'struct', name: struct.name });
      expect(types.sizeOf({ kind: 'struct', keyword: 'struct', name: struct.name })).toBe(struct.size);
      for (const wanted of struct.members ?? []) {
        if (wanted.name === '(anon)') continue;
        const member = members?.find(
          ({ name, bitOffset }) => name === wanted.name && bitOffset === wanted.bits_offset,
        );
        expect([struct.name, wanted.name, member?.bitSize]).toEqual([
          struct.name,
          wanted.name,
          wanted.bitfield_size ?? 0,
        ]);
        expect([struct.name, wanted.name, member && agrees(member.type, wanted.type_id)]).toEqual([
          struct.name,
          wanted.name,
          true,
        ]);
      }
    }
  });

  it('agrees with bpftool on functions', () => {
    const functions = sample(uniquelyNamed('FUNC'), 400);
    expect(functions.length).toBeGreaterThan(100);
    for (const wanted of functions) {
      const found = types.function(wanted.name);
      const prototype = byId(wanted.type_id);
      const parameters = (prototype?.params ?? []).filter(({ type_id }) => type_id !== 0);
      expect([wanted.name, found?.parameters.map(({ name }) => name)]).toEqual([
        wanted.name,
        parameters.map(({ name }) => name),
      ]);
      for (const [index, { type_id }] of parameters.entries()) {
        const parameter = found?.parameters[index];
        expect([wanted.name, index, parameter && agrees(parameter.type, type_id)]).toEqual([
          wanted.name,
          index,
          true,
        ]);
      }
    }
  });

  it('agrees with bpftool on enumerators and tracepoints', () => {
    const enums = sample(uniquelyNamed('ENUM'), 60);
    const seen = new Map<string, number>();
    for (const { values } of dump().filter(({ kind }) => kind.startsWith('ENUM')))
      for (const { name } of values ?? []) seen.set(name, (seen.get(name) ?? 0) + 1);
    // bpftool prints an unsigned value with its top bit set as a negative one of 64 bits.
    const known = enums.flatMap(({ values = [] }) => values.filter(({ val }) => Number.isSafeInteger(val)));
    for (const { name, val } of known)
      if (seen.get(name) === 1) expect([name, types.enumerator(name)]).toEqual([name, BigInt(val)]);
    const wanted = dump()
      .filter(({ kind, name }) => kind === 'TYPEDEF' && name.startsWith('btf_trace_'))
      .map(({ name }) => name.slice('btf_trace_'.length));
    expect(types.tracepointNames()).toEqual([...new Set(wanted)].sort());
    for (const name of sample(wanted, 100))
      expect([name, types.tracepoint(name)]).toEqual([name, expect.any(Array)]);
  });
});
