/** Target variables: which accesses they become. */
import { describe, expect, it } from 'vitest';

import type * as ast from '../../../../src/ast/ast.ts';
import { printNode } from '../../../../src/ast/print.ts';
import { visit } from '../../../../src/ast/visit.ts';
import type { Access, Program } from '../../../../src/program/program.ts';
import { fakeKernel } from '../../../support/fake-kernel.ts';
import { resolveGood, resolveScript } from '../../../support/resolve-script.ts';

const kernel = fakeKernel({ features: { fentry: true } });

/** `argument 0 *->len`: how one access goes, in short. */
function shortly(access: Access): string {
  if (access.kind === 'text') {
    return access.parts
      .map((part) => (part.kind === 'text' ? part.text : `<${part.conversion} ${shortly(part.access)}>`))
      .join('');
  }
  const start =
    access.kind === 'argument' ? `argument ${access.index}` : `at ${access.operand.kind} ${typeName(access)}`;
  const steps = access.steps.map((step) => {
    if (step.kind === 'dereference') return '*';
    if (step.kind === 'index') return '[]';
    return `.${step.name}${step.bitSize === undefined ? '' : `:${step.bitSize}`}`;
  });
  return `${access.addressOf ? '&' : ''}${start} ${steps.join('')}`.trim();
}

function typeName({ type }: Extract<Access, { kind: 'pointer' }>): string {
  return type.kind === 'struct' || type.kind === 'integer' ? type.name : type.kind;
}

function accessesOf(program: Program): string[] {
  const found: string[] = [];
  const bodies = [
    ...program.probes.map(({ body }) => body),
    ...program.functions.flatMap(({ body }) => (body.kind === 'block' ? [body.block] : [])),
  ];
  for (const body of bodies) {
    visit(body, {
      leave: (node) => {
        const access = program.accesses.get(node as ast.Expression);
        if (access !== undefined) found.push(shortly(access));
      },
    });
  }
  return found;
}

function inTracepoint(body: string): string[] {
  return accessesOf(resolveGood(`probe kernel.trace("kfree_skb") { ${body} }`));
}

function unresolvedIn(probe: string): string[] {
  const { program } = resolveScript(probe, { kernel });
  return [...program.unresolvedAccesses.values()].map(({ code, message }) => `${code} ${message}`);
}

describe('accesses', () => {
  it.each([
    ['println($location)', ['argument 1']],
    ['println($skb->len)', ['argument 0 *.len']],
    ['println($skb->dev->name)', ['argument 0 *.dev*.name']],
    ['println(&$skb->dev->name)', ['&argument 0 *.dev*.name']],
    ['println($skb->words[2])', ['argument 0 *.words[]']],
    ['println($skb[1]->len)', ['argument 0 *[].len']],
    ['println($skb->head[3])', ['argument 0 *.head*[]']],
    ['println($skb->pkt_type)', ['argument 0 *.pkt_type:3']],
    ['println($skb->sk->__sk_common->skc_num)', ['argument 0 *.sk*.__sk_common.skc_num']],
    ['println(@var("skb")->len)', ['argument 0 *.len']],
    ['println(@cast($skb, "struct sk_buff")->len)', ['argument 0', 'at TargetVariable sk_buff .len']],
    ['println(@cast($skb, "sk_buff *", "kernel")->len)', ['argument 0', 'at TargetVariable sk_buff .len']],
    ['println(@cast(5, "unsigned short")[3])', ['at NumberLiteral unsigned short []']],
    ['println(@cast(5, "struct sk_buff"))', ['&at NumberLiteral sk_buff']],
    ['println(&@cast(0, "struct sk_buff")->truesize)', ['&at NumberLiteral sk_buff .truesize']],
  ])('%s', (body, accesses) => {
    expect(inTracepoint(body)).toEqual(accesses);
  });

  it('writes the group variables as text', () => {
    expect(inTracepoint('println($$parms)')).toEqual(['skb=0x<x argument 0> location=0x<x argument 1>']);
    expect(inTracepoint('println($$vars, $$name, $$locals)')).toEqual([
      'skb=0x<x argument 0> location=0x<x argument 1>',
      'kfree_skb',
      '',
    ]);
  });

  it('gives nothing for a function that takes nothing', () => {
    const probe = 'probe kernel.function("schedule") { println($$parms, $$vars) }';
    const { program, messages } = resolveScript(probe, { kernel });
    expect(accessesOf(program)).toEqual(['', '']);
    expect(messages).toEqual([]);
    expect(unresolvedIn('probe kernel.function("schedule") { println($x) }').join()).toContain(
      '$x: there are no variables here',
    );
  });

  it('gives nothing, and says so, for functions of a pattern that are known by name alone', () => {
    const probe = (name: string) => `probe module("nfs").function("${name}") { println($$parms) }`;
    const { program, messages } = resolveScript(probe('nfs_*'), { kernel });
    expect(accessesOf(program)).toEqual(['', '']);
    expect(messages.join()).toBe(
      'STSX2210 1:49 $$parms is empty where BTF knows no parameters: nfs_open, nfs_close',
    );
    expect(unresolvedIn(probe('nfs_open')).join()).toContain('BTF knows no parameters of nfs_open');
  });

  it('writes values with their members', () => {
    expect(inTracepoint('println($skb->sk->__sk_common$)')[0]).toMatch(
      /^\{\.skc_family=<u argument 0 \*\.sk\*\.__sk_common\.skc_family>, .*\.skc_v6_daddr=\{\.\.\.\}/,
    );
    expect(inTracepoint('println($skb->dev$)')).toEqual([
      '{.name="<s &argument 0 *.dev*.name>", .mtu=<u argument 0 *.dev*.mtu>}',
    ]);
    expect(inTracepoint('println($skb->words$)')).toEqual([
      '[<u argument 0 *.words[]>, <u argument 0 *.words[]>, <u argument 0 *.words[]>]',
    ]);
  });

  it('knows the type of a value that was assigned', () => {
    expect(inTracepoint('dev = $skb->dev; println(dev->mtu)')).toEqual([
      'argument 0 *.dev',
      'at Identifier net_device .mtu',
    ]);
    expect(inTracepoint('a = $skb; b = a; println(b->sk->__sk_common->skc_num)')).toEqual([
      'argument 0',
      'at Identifier sk_buff .sk*.__sk_common.skc_num',
    ]);
  });

  it('knows the type that a function returns', () => {
    const text =
      'function first(t) { return @cast(t, "struct task_struct")->real_parent } probe begin { println(first(1)->tgid) }';
    expect(accessesOf(resolveGood(text))).toEqual([
      'at Call task_struct .tgid',
      'at Identifier task_struct .real_parent',
    ]);
  });
});

describe('what cannot be resolved', () => {
  it('is left to be reported where it survives', () => {
    const { messages, program } = resolveScript('probe begin { x = $foo; println(1) }');
    expect(messages).toEqual([]);
    expect(program.unresolvedAccesses.size).toBe(1);
  });

  it.each([
    [
      'probe begin { println($foo) }',
      'STSX2201 unresolved target-symbol expression: $foo: begin probes have no target variables',
    ],
    [
      'probe kernel.trace("kfree_skb") { println($skbb) }',
      'no such variable here (similar: $skb); there are $skb, $location',
    ],
    ['probe kernel.trace("kfree_skb") { println($return) }', 'there is no return value here'],
    [
      'probe kernel.trace("kfree_skb") { println($skb->lenn) }',
      "STSX2202 unable to find member 'lenn' for struct sk_buff (similar: len",
    ],
    [
      'probe kernel.trace("kfree_skb") { println($skb->len->x) }',
      "STSX2204 invalid access ->x vs 'unsigned int'",
    ],
    [
      'probe kernel.trace("kfree_skb") { println($skb->len[1]) }',
      "STSX2204 invalid access […] vs 'unsigned int'",
    ],
    [
      'probe kernel.trace("kfree_skb") { println($skb->sk->__sk_common) }',
      'name a member, or take the address with &',
    ],
    ['probe kernel.trace("kfree_skb") { println(&$skb) }', 'which has no address'],
    ['probe kernel.trace("kfree_skb") { println(&$skb->pkt_type) }', 'which has no address'],
    [
      'probe begin { println(@cast(1, "struct nope")->x) }',
      "STSX2203 type definition 'struct nope' not found",
    ],
    ['probe begin { println(@cast(1, "x", "/bin/sh")->x) }', 'user-space programs are not read'],
    ['probe begin { println(nope->x) }', "STSX2205 unknown type in dereference of 'nope'"],
    ['probe begin { println(@var("x@kernel/fork.c")) }', 'STSX2209'],
    ['probe kernel.function("vfs_read") { println($return) }', 'there is no return value here'],
    ['function f() { return $x } probe begin { println(f()) }', 'functions have no target variables'],
  ])('%s', (text, message) => {
    expect(unresolvedIn(text).join('\n')).toContain(message);
  });

  it('a member leads to the structure around it', () => {
    expect(
      inTracepoint('println(@module_container_of(&$skb->len, "kernel", "sk_buff", len)->truesize)'),
    ).toContain('at Binary sk_buff .truesize');
  });

  it('@this1 to @this8 carry values, and their types, from probe to probe', () => {
    const program = resolveGood(
      'probe kernel.trace("kfree_skb") { @this1 = $skb; @this8 = 5 } probe end { println(@this1->len, @this8) }',
    );
    expect(accessesOf(program)).toEqual(['argument 0', 'at Index sk_buff .len']);
    expect(program.globals.map(({ name, declaration }) => [name, declaration.wrap])).toEqual([
      ['__this1', true],
      ['__this8', true],
    ]);
  });

  it.each([
    ['a parameter', 'function f(s) { return s->len } probe T { println(f($skb)) }'],
    [
      'a parameter handed on',
      'function f(s) { return g(s) } function g(t) { return t->len } probe T { println(f($skb)) }',
    ],
    ['a result', 'function f(s) { return s } probe T { println(f($skb)->len) }'],
    [
      'a recursive function',
      'function f(s, n) { return n ? f(s, n - 1) : s->len } probe T { println(f($skb, 3)) }',
    ],
    ['a global', 'global g probe T { g = $skb } probe end { println(g->len) }'],
    ['an array', 'global a probe T { a[1] = $skb } probe end { println(a[1]->len) }'],
    ['the key of an array', 'global a probe T { a[$skb]++ } probe end { foreach (s in a) println(s->len) }'],
    [
      'the values of an array',
      'global a probe T { a[1] = $skb } probe end { foreach (s = k in a) println(s->len, k) }',
    ],
    ['an overload', 'function f(s) { next } function f(s) { return s->len } probe T { println(f($skb)) }'],
  ])('a type comes through %s', (_way, script) => {
    const program = resolveGood(script.replace('T', 'kernel.trace("kfree_skb")'));
    expect([...program.unresolvedAccesses.values()]).toEqual([]);
    expect(accessesOf(program).some((access) => /^at \w+ sk_buff \.len$/.test(access))).toBe(true);
  });

  it.each([
    ['callers disagree', 'function f(s) { return s->len } probe T { println(f($skb), f(@cast(0, "sock"))) }'],
    ['only numbers come', 'function f(s) { return s->len } probe T { println(f(1)) }'],
    ['nothing comes', 'global g probe T { println(g->len) }'],
    ['a local of another probe is meant', 'probe T { x = $skb; println(x) } probe end { println(x->len) }'],
  ])('no type where %s', (_why, script) => {
    expect(unresolvedIn(script.replace('T', 'kernel.trace("kfree_skb")')).join()).toContain('STSX2205');
  });

  it('refuses writes', () => {
    const { messages } = resolveScript(
      'probe kernel.trace("kfree_skb") { $skb->len = 5; $skb->len++; @probewrite(x) }',
    );
    expect(messages.map((message) => message.slice(0, 8))).toEqual(['STSX2207', 'STSX2207', 'STSX2208']);
  });
});

describe('@defined', () => {
  const taken = (condition: string): string[] =>
    inTracepoint(`if (${condition}) println($skb->len) else println($location)`);

  it.each([
    ['@defined($skb)', true],
    ['@defined($skb->lenn)', false],
    ['!@defined($nope)', true],
    ['@defined($skb) && @defined($nope)', false],
    ['@defined($nope) || @defined($skb->dev->mtu)', true],
    ['@defined($nope) == 0', true],
    ['@defined(@cast(0, "struct sk_buff")->len)', true],
    ['@defined(@cast(0, "struct nope")->len)', false],
    ['@defined($return)', false],
    ['@defined(@choose_defined($nope, $skb)->len)', true],
  ])('%s: %s', (condition, value) => {
    expect(taken(condition)).toEqual([value ? 'argument 0 *.len' : 'argument 1']);
  });

  it('is decided for each probe point', () => {
    const text =
      'probe kernel.trace("kfree_skb"), kernel.trace("netif_rx") { println(@defined($location) ? $location : $skb->len) }';
    expect(accessesOf(resolveGood(text))).toEqual(['argument 1', 'argument 0 *.len']);
  });

  it('is 1 or 0 where it is a value', () => {
    const { program } = resolveScript('probe begin { println(@defined($x)) }');
    const numbers: bigint[] = [];
    for (const { body } of program.probes)
      visit(body, { NumberLiteral: ({ value }) => void numbers.push(value) });
    expect(numbers).toEqual([0n]);
  });
});

describe('return probes', () => {
  it('has $return', () => {
    const text =
      'probe kernel.function("inet_csk_accept").return { s = $return; println(s->__sk_common->skc_num) }';
    expect(accessesOf(resolveGood(text, { kernel }))).toEqual([
      'argument -1',
      'at Identifier sock .__sk_common.skc_num',
    ]);
  });

  it('keeps parameters and @entry values at the entry', () => {
    const text =
      'probe kernel.function("vfs_read").return { println($return, $count, @entry(pid()), $buf[1], $buf[1]) }';
    const { probes, globals, functions } = resolveGood(text, { kernel });
    expect(probes.map(({ point, pointText }) => [point.kind === 'function' && point.at, pointText])).toEqual([
      ['entry', 'kernel.function("vfs_read").call'],
      ['return', 'kernel.function("vfs_read").return'],
    ]);
    expect(globals.map(({ name }) => name)).toEqual([
      '__entry_depth',
      '__entry_values',
      '__entry_values__2',
      '__entry_values__3',
    ]);
    expect(functions.map(({ displayName }) => displayName).sort()).toEqual(['pid', 'tid']);
  });

  it('names no local like an array', () => {
    const text = 'probe kernel.function("vfs_read").return { println(@entry(pid())) }';
    const { probes, globals } = resolveGood(text, { kernel });
    const assigned: string[] = [];
    for (const { body } of probes) {
      visit(body, {
        Assignment: ({ target }) => {
          if (target.kind === 'Identifier') assigned.push(target.name);
        },
      });
    }
    expect(assigned).toHaveLength(1);
    expect(globals.map(({ name }) => name)).not.toContain(assigned[0]);
  });

  it('takes the values away even when the condition is false', () => {
    const text = 'global on probe kernel.function("vfs_read").return if (on) { println(@entry(pid())) }';
    const back = resolveGood(text, { kernel }).probes.at(-1);
    expect(back?.condition).toBeUndefined();
    expect(back?.body.statements.map(({ kind }) => kind)).toEqual([
      'ExpressionStatement',
      'DeleteStatement',
      'IfStatement',
      'IfStatement',
    ]);
  });

  it('leaves arguments by their place to the return', () => {
    const text =
      'probe kernel.function("vfs_read").return { println(@entry(pointer_arg(1)), @entry(int_arg(2)), @entry(uint_arg(2))) }';
    const { probes, globals } = resolveGood(text, { kernel });
    expect([probes.length, globals]).toEqual([1, []]);
    const computed = resolveGood(
      'probe kernel.function("vfs_read").return { println(@entry(int_arg(pid()))) }',
      {
        kernel,
      },
    );
    expect(computed.probes).toHaveLength(2);
    const own =
      'function int_arg(n) { return gettimeofday_us() } probe kernel.function("vfs_read").return { println(@entry(int_arg(1))) }';
    expect(resolveGood(own, { kernel }).probes).toHaveLength(2);
  });

  it('keeps the entry values of all functions of a probe in the same arrays', () => {
    const text = 'probe kernel.function("sock_*").return { println(@entry(gettimeofday_us())) }';
    const { probes, globals } = resolveGood(text, { kernel });
    expect(probes).toHaveLength(4);
    expect(globals.map(({ name }) => name)).toEqual(['__entry_depth', '__entry_values']);
    const [entry, back, otherEntry, otherBack] = probes.map(({ body }) => printNode(body));
    expect([otherEntry, otherBack]).toEqual([entry, back]);
    expect(entry).toContain('__entry_depth[tid(), addr()]');
  });

  it('keeps entry values of another type in other arrays', () => {
    const arrays = (other: string): number =>
      resolveGood(
        `probe kernel.function("inet_csk_accept").return, kernel.function("${other}").return { println(@entry(&$sk[0])) }`,
        { kernel },
      ).globals.length;
    expect(arrays('udp_recvmsg')).toBe(2);
    expect(arrays('inet_unhash')).toBe(4);
  });

  it('knows the type of entry values', () => {
    const text =
      'probe kernel.function("inet_csk_accept").return { s = @entry($sk); println(s->__sk_common->skc_num) }';
    expect(accessesOf(resolveGood(text, { kernel }))).toEqual([
      'argument 0',
      'at Identifier sock .__sk_common.skc_num',
    ]);
  });

  it('keeps entry values of system calls of the same number, by thread', () => {
    const text =
      'probe kernel.trace("sys_exit") { if ($regs != 7) next; if ($ret < 0) next; println(@entry($id), $return) }';
    const [entry, back, ...more] = resolveGood(text).probes;
    expect(more).toEqual([]);
    expect([entry?.point, back?.point]).toMatchObject([{ name: 'sys_enter' }, { name: 'sys_exit' }]);
    expect(entry?.body.statements.map(({ kind }) => kind)).toEqual(['IfStatement', 'ExpressionStatement']);
    expect(back?.body.statements.map(({ kind }) => kind)).toEqual([
      'IfStatement',
      'ExpressionStatement',
      'DeleteStatement',
      'IfStatement',
      'ExpressionStatement',
    ]);
  });

  it('refuses @entry elsewhere', () => {
    expect(resolveScript('probe begin { println(@entry(1)) }').messages).toEqual([
      'STSX2206 1:23 @entry is only valid in .return probes',
    ]);
  });
});
