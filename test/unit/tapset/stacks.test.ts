import { describe, expect, it } from 'vitest';
import { symbolIntrinsics } from '../../../targets/reference/intrinsics/symbols.ts';
import { Invocation } from '../../../targets/reference/intrinsics/intrinsic.ts';
import type { Machine } from '../../../targets/reference/machine.ts';
import type { Value } from '../../../targets/reference/values.ts';
import { resolveGood } from '../../support/resolve-script.ts';

const site = { file: 'x.stp', line: 1, column: 1, tokenKind: 'identifier', token: 'x' } as const;

/** As the kernel half packs addresses: ten bytes each, the lowest seven bits first. */
const packed = (...addresses: readonly bigint[]): string =>
  addresses
    .flatMap((address) =>
      Array.from({ length: 10 }, (_, place) => Number((address >> BigInt(7 * place)) & 0x7fn) | 0x80),
    )
    .map((byte) => String.fromCharCode(byte))
    .join('');

function call(name: string, operands: readonly Value[], maxStringLength = 512): Value | undefined {
  const machine = { limits: { maxStringLength } } as Machine;
  return symbolIntrinsics[name]?.run(new Invocation(machine, site, operands)) ?? undefined;
}

describe('packed stacks', () => {
  const stack = packed(0xffffffff81234567n, 0x401136n, 0xffff_ffff_ffff_ffffn);

  it('are hexadecimal addresses as text, all or some of them', () => {
    expect(call('__stack_text', [stack, 0n, -1n])).toBe('0xffffffff81234567 0x401136 0xffffffffffffffff');
    expect(call('__stack_text', [stack, 1n, 1n])).toBe('0x401136');
    expect(call('__stack_text', ['', 0n, -1n])).toBe('');
  });

  it('end with the last address that fits in a string', () => {
    expect(call('__stack_text', [stack, 0n, -1n], 28)).toBe('0xffffffff81234567 0x401136');
    expect(call('__stack_text', [stack, 0n, -1n], 27)).toBe('0xffffffff81234567');
  });

  it('give single addresses, 0 behind the last', () => {
    expect(call('__stack_address', [stack, 0n])).toBe(-0x7edcba99n);
    expect(call('__stack_address', [stack, 1n])).toBe(0x401136n);
    expect(call('__stack_address', [stack, 3n])).toBe(0n);
  });

  it('have as many frames as MAXBACKTRACE says', () => {
    const lengthOf = (defines: Readonly<Record<string, string>>) =>
      resolveGood('probe begin { println(backtrace()) }', { defines })
        .functions.map(({ body }) => body)
        .find((body) => body.kind === 'intrinsic' && body.name === '__kernel_stack');
    expect(lengthOf({})).toMatchObject({ maxLength: 200 });
    expect(lengthOf({ MAXBACKTRACE: '40' })).toMatchObject({ maxLength: 400 });
  });
});
