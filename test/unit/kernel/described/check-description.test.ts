import { expect, it } from 'vitest';
import { isKernelDescription } from '../../../../src/kernel/described/check-description.ts';
import type { KernelDescription } from '../../../../src/kernel/described/kernel-description.ts';

const int = { kind: 'integer', size: 4, signed: true, name: 'int' } as const;
const sock = { kind: 'struct', keyword: 'struct', name: 'sock' } as const;

const described: KernelDescription = {
  release: '6.12.0',
  architecture: 'x86_64',
  config: { CONFIG_HZ: '250' },
  features: { kprobe: true },
  functionNames: [{ name: 'tcp_close' }, { name: 'nfs_open', module: 'nfs' }],
  definitions: { ':tcp_close': { file: 'net/ipv4/tcp.c', otherFiles: ['net/mptcp/a.c'] } },
  functionsElsewhere: ['old'],
  types: {
    tracepoints: { kfree_skb: [{ name: 'skb', type: { kind: 'pointer', to: sock } }] },
    functions: {
      tcp_close: { parameters: [{ name: 'sk', type: int, registers: 2 }], result: { kind: 'void' } },
    },
    members: {
      'struct sock': [
        { name: 'a', type: { kind: 'array', element: int, length: 3 }, bitOffset: 0, bitSize: 0 },
        { name: 'f', type: { kind: 'pointer', to: { kind: 'function' } }, bitOffset: 96, bitSize: 4 },
      ],
    },
    named: { state: { kind: 'enum', size: 4, signed: false, name: undefined } },
    sizes: { '{}': 8 },
    enumerators: { TCP_SYN: '-1' },
  },
};

/** Every place in a value, as the names that lead to it. */
function placesIn(value: unknown, before: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [
    [...before, name],
    ...placesIn(part, [...before, name]),
  ]);
}

function withChange(
  place: readonly string[],
  change: (holder: Record<string, unknown>, name: string) => void,
): unknown {
  const copy = structuredClone(described) as unknown as Record<string, unknown>;
  const holder = place.slice(0, -1).reduce((at, name) => at[name] as Record<string, unknown>, copy);
  change(holder, place.at(-1) ?? '');
  return copy;
}

it('accepts what a kernel told', () => {
  expect(isKernelDescription(described)).toBe(true);
  expect(isKernelDescription({ ...described, types: undefined })).toBe(true);
});

it('refuses any part that is of another form', () => {
  const accepted = placesIn(described).filter((place) =>
    isKernelDescription(withChange(place, (holder, name) => (holder[name] = null))),
  );
  expect(accepted.map((place) => place.join('.'))).toEqual([]);
});

it('refuses a description that lacks a member', () => {
  const accepted = placesIn(described)
    .filter((place) => !/^\d+$/.test(place.at(-1) ?? ''))
    .filter((place) =>
      isKernelDescription(withChange(place, (holder, name) => Reflect.deleteProperty(holder, name))),
    )
    .map((place) => place.join('.'));
  // Tables have what was asked for, and these members need not be there.
  expect(accepted).toEqual([
    ...['config.CONFIG_HZ', 'features.kprobe', 'functionNames.1.module', 'definitions.:tcp_close', 'types'],
    ...['types.tracepoints.kfree_skb', 'types.functions.tcp_close'],
    ...['types.functions.tcp_close.parameters.0.registers', 'types.members.struct sock', 'types.named.state'],
    ...['types.named.state.name', 'types.sizes.{}', 'types.enumerators.TCP_SYN'],
  ]);
});

it.each([[undefined], [null], [[]], ['text'], [{}]])('refuses %j', (value) => {
  expect(isKernelDescription(value)).toBe(false);
});
