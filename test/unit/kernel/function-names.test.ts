import { expect, it } from 'vitest';
import { functionNames } from '../../../src/kernel/function-names.ts';

const kallsyms = `ffffffff81000000 T _stext
ffffffff81000010 T __pfx_tcp_v4_rcv
ffffffff81000020 T tcp_v4_rcv
ffffffff81000030 t tcp_ack.isra.0
ffffffff81000040 t tcp_ack.cold
ffffffff81000050 W arch_weak
ffffffff81000060 D tcp_hashinfo
ffffffff81000070 t twice
ffffffff81000080 t twice
ffffffff82000000 T _sinittext
ffffffff82000010 t do_one_initcall
ffffffff82000020 T _einittext
ffffffff82000030 t after_init
ffffffffc0000000 t twice\t[nf_nat]
ffffffffc0000010 t bpf_prog_6deef7357e7b4530\t[bpf]
`;

const expected = [
  { name: 'tcp_v4_rcv', module: undefined },
  { name: 'tcp_ack', module: undefined },
  { name: 'arch_weak', module: undefined },
  { name: 'twice', module: undefined },
  { name: 'after_init', module: undefined },
  { name: 'twice', module: 'nf_nat' },
];

it('lists functions once, without what nobody calls by name', () => {
  expect(functionNames(kallsyms)).toEqual(expected);
});

it('does the same where addresses are hidden', () => {
  expect(functionNames(kallsyms.replace(/^[0-9a-f]{16}/gm, '0'.repeat(16)))).toEqual(expected);
});

it('has nothing for a file that cannot be read', () => {
  expect(functionNames('')).toEqual([]);
});
