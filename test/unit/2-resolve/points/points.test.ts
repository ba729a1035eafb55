/** Probe points as scripts spell them, and the attach points that they become; checked against `stap -p2` 4.8. */
import { describe, expect, it } from 'vitest';

import { fakeKernel } from '../../../support/fake-kernel.ts';
import { resolveGood, resolveScript, type Settings } from '../../../support/resolve-script.ts';

const withFunctions = fakeKernel({ features: { fentry: true, kprobe: true } });

/** pp() of each derived probe of `probe POINTS { println(1) }`. */
function pointsOf(points: string, settings: Settings = {}, before = ''): string[] {
  return resolveGood(`${before} probe ${points} { println(1) }`, settings).probes.map(
    ({ pointText }) => pointText,
  );
}

function problemOf(points: string, settings: Settings = {}, before = ''): string {
  const { messages } = resolveScript(`${before} probe ${points} { println(1) }`, settings);
  return messages.join('\n');
}

describe('session and timer points', () => {
  it('keeps the sequence', () => {
    const { probes } = resolveGood('probe begin, end(7), error(-4), begin(0x10), never { println(1) }');
    expect(probes.map(({ pointText }) => pointText)).toEqual([
      'begin',
      'end(7)',
      'error(-4)',
      'begin(16)',
      'never',
    ]);
    expect(probes.map(({ point }) => point)).toEqual([
      { kind: 'begin', sequence: 0n },
      { kind: 'end', sequence: 7n },
      { kind: 'error', sequence: -4n },
      { kind: 'begin', sequence: 16n },
      { kind: 'never' },
    ]);
  });

  it.each([
    ['timer.s(2)', 2_000_000_000n, 0n],
    ['timer.sec(2)', 2_000_000_000n, 0n],
    ['timer.ms(5000)', 5_000_000_000n, 0n],
    ['timer.msec(3).randomize(2)', 3_000_000n, 2_000_000n],
    ['timer.us(100)', 100_000n, 0n],
    ['timer.usec(200)', 200_000n, 0n],
    ['timer.ns(100000)', 100_000n, 0n],
    ['timer.nsec(100000)', 100_000n, 0n],
    ['timer.hz(100)', 10_000_000n, 0n],
    ['timer.jiffies(5).randomize(5)', 20_000_000n, 20_000_000n],
  ])('%s', (text, periodNs, randomizeNs) => {
    const [probe] = resolveGood(`probe ${text} { println(1) }`).probes;
    expect(probe?.point).toEqual({ kind: 'timer', periodNs, randomizeNs });
    expect(probe?.pointText).toBe(text);
  });

  it('has profiling timers', () => {
    const { probes } = resolveGood(
      'probe timer.profile, timer.profile.tick, timer.profile.freq.hz(99) { println(1) }',
    );
    const clock = { kind: 'perf', type: 1, config: 0n, period: undefined, process: undefined };
    expect(probes.map(({ point }) => point)).toEqual([
      { ...clock, hertz: undefined },
      { ...clock, hertz: undefined },
      { ...clock, hertz: 99 },
    ]);
  });

  it('has perf events, by number and by name', () => {
    const { probes } = resolveGood(
      `probe perf.type(4).config(-1), perf.sw.page_faults.sample(1), perf.hw.instructions.hz(7).process,
         perf.hw_cache.ll.write.miss.process("/bin/ls") { println(1) }`,
    );
    const none = { kind: 'perf', period: undefined, hertz: undefined, process: undefined };
    expect(probes.map(({ point }) => point)).toEqual([
      { ...none, type: 4, config: 0xffff_ffff_ffff_ffffn, period: 1_000_000n },
      { ...none, type: 1, config: 2n, period: 1n },
      { ...none, type: 0, config: 1n, hertz: 7, process: '' },
      { ...none, type: 3, config: 0x10102n, period: 1_000_000n, process: '/bin/ls' },
    ]);
  });

  it('leaves perf events out that are optional', () => {
    const { probes } = resolveGood('probe perf.hw.cpu_cycles ? { println(1) }');
    expect(probes[0]?.point).toMatchObject({ kind: 'perf', optional: true });
  });

  it.each([
    ['perf.type(-1).config(0)', 'the type of a perf event has 32 bits'],
    ['perf.type(0).config(0).hz(0)', 'frequency must be from 1 to 1000000'],
    ['perf.type(0).config(0).sample(0)', 'the sample period must be greater than 0'],
    ['perf.type(0).config(0).counter("c")', 'counters that other probes read by @perf are not supported'],
    ['perf.sw.cpu_clocks', 'cpu_clock'],
  ])('refuses %s', (points, message) => {
    expect(problemOf(points)).toContain(message);
  });

  it.each([
    ['timer.ms(-5)', 'interval value out of range (1, 86400000)'],
    ['timer.s(0)', 'interval value out of range (1, 86400)'],
    ['timer.s(86401)', 'interval value out of range (1, 86400)'],
    ['timer.us(99)', 'interval value out of range (100, 86400000000)'],
    ['timer.ns(99999)', 'interval value out of range (100000, 86400000000000)'],
    ['timer.s(1).randomize(2)', 'randomization value out of range'],
    ['timer.ms(5).randomize(-1)', 'randomization value out of range'],
    ['timer.hz(0)', 'frequency must be greater than 0'],
    ['timer.hz(10001)', 'interval value out of range (100000, 86400000000000)'],
    ['timer.jiffies(0)', 'invalid interval for jiffies timer'],
    ['timer.jiffies(5).randomize(6)', 'invalid randomize for jiffies timer'],
    ['timer.fortnight(1)', 'probe point mismatch at fortnight'],
    ['timer.mss(1)', '(similar: ms'],
    ['timer.ms("ten")', 'ms is ms(number)'],
    ['timer', 'probe point truncated (follow: hz(number) jiffies(number)'],
    ['begin("one")', 'begin is begin or begin(number)'],
    ['beginn', '(similar: begin'],
    ['begin.x', 'invalid suffix for probe: x'],
    ['timer.hz(5).randomize(1)', 'invalid suffix for probe: randomize'],
  ])('refuses %s: %s', (points, problem) => {
    expect(problemOf(points)).toContain('STSX2101 1:8 while resolving probe point: ');
    expect(problemOf(points)).toContain(problem);
  });

  it('needs CONFIG_HZ for jiffies', () => {
    expect(problemOf('timer.jiffies(1)', { kernel: fakeKernel({ config: {} }) })).toContain('CONFIG_HZ');
  });
});

describe('groups, wildcards and marks', () => {
  it('opens groups in product order', () => {
    expect(pointsOf('{begin,timer.{s(1),ms(3)}}')).toEqual(['begin', 'timer.s(1)', 'timer.ms(3)']);
    expect(
      pointsOf(
        '{x,y}.{a,b}',
        {},
        'probe x.a = begin(1) {} probe x.b = begin(2) {} probe y.a = end(1) {} probe y.b = end(2) {}',
      ),
    ).toEqual(['begin(1)', 'begin(2)', 'end(1)', 'end(2)']);
  });

  it('matches aliases and kinds with *', () => {
    expect(pointsOf('be*')).toEqual(['begin']);
    expect(pointsOf('timer.*s(20)')).toEqual(['timer.s(20)', 'timer.ms(20)', 'timer.jiffies(20)']);
    expect(pointsOf('a.*', {}, 'probe a.b = begin {} probe a.c = end {}')).toEqual(['begin', 'end']);
  });

  it('crosses components with **', () => {
    const aliases = 'probe x.a.y = begin {} probe x.bb.y = end {} probe x.c.z = never {}';
    expect(pointsOf('x**y', {}, aliases)).toEqual(['begin', 'end']);
    expect(pointsOf('x.**y', {}, aliases)).toEqual(['begin', 'end']);
  });

  it('says so when a wildcard matches nothing', () => {
    expect(problemOf('timer.zz*(1)')).toContain("didn't find any wildcard matches");
  });

  it('forgives optional points', () => {
    expect(pointsOf('nosuch ?, begin')).toEqual(['begin']);
    expect(pointsOf('begin ?')).toEqual(['begin?']);
  });

  it('takes the first of a ladder that resolves', () => {
    expect(pointsOf('nosuch !, begin !, end')).toEqual(['begin!']);
    expect(pointsOf('nosuch !, nothere !, end')).toEqual(['end']);
  });

  it('refuses a script whose every point vanished, and says why', () => {
    const { messages } = resolveScript('probe nosuch ? { println(1) }');
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatch(/^STSX2108 1:7 .*probe point mismatch at nosuch/);
    expect(messages[1]).toBe('STSX2102 no probes found');
  });

  it('warns of a probe that vanished beside others', () => {
    const { messages } = resolveScript('probe nosuch ? { println(1) } probe begin { println(1) }');
    expect(messages.map((message) => message.slice(0, 8))).toEqual(['STSX2108']);
  });
});

describe('aliases', () => {
  it('expands an alias defined twice to both definitions', () => {
    expect(pointsOf('a', {}, 'probe a = begin {} probe a = end {}')).toEqual(['begin', 'end']);
  });

  it('hands a suffix on to the point that it stands for', () => {
    expect(pointsOf('wrap.ms(20)', {}, 'probe wrap = timer { println(2) }')).toEqual(['timer.ms(20)']);
  });

  it('gives a suffix to every point of an alias', () => {
    const texts = pointsOf(
      'f.return.maxactive(9)',
      { kernel: withFunctions },
      'probe f = kernel.function("vfs_read"), kernel.function("sock_poll") {}',
    );
    expect(texts).toEqual([
      'kernel.function("vfs_read").return.maxactive(9)',
      'kernel.function("sock_poll").return.maxactive(9)',
    ]);
  });

  it('names the probe by its alias', () => {
    const { probes } = resolveGood('probe a.b = begin {} probe a.* { println(pn()) }');
    expect(probes.map(({ name }) => name)).toEqual(['a.b']);
  });

  it('refuses recursion', () => {
    expect(problemOf('a', {}, 'probe a = b { x = 1 } probe b = a { y = 1 }')).toContain(
      'recursive loop in alias expansion of',
    );
  });

  it('reports a broken alias where it is written, once', () => {
    const { messages } = resolveScript(
      'probe myal = nosuchpoint { } probe myal { println("x") } probe myal { println("y") }',
    );
    expect(messages.filter((message) => message.startsWith('STSX2101'))).toHaveLength(1);
    expect(messages[0]).toContain(
      'STSX2101 1:14 while resolving probe point: probe point mismatch at nosuchpoint',
    );
  });

  it('passes over the failure of an alias that is used as optional', () => {
    expect(pointsOf('a ?, end', {}, 'probe a = nope { println(1) }')).toEqual(['end']);
  });

  it('refuses an alias with an argument', () => {
    expect(problemOf('begin', {}, 'probe a(1) = begin { }')).toContain(
      'STSX2107 1:7 alias component a contains illegal parameter',
    );
  });

  it('expands an alias beside the built-in kind of its name', () => {
    expect(pointsOf('begin', {}, 'probe begin = end { println(2) }')).toEqual(['end', 'begin']);
  });

  it('finds library aliases and parses only their file', () => {
    expect(pointsOf('netdev.receive')).toEqual(['kernel.trace("netif_receive_skb")!']);
    expect(
      pointsOf('mine.one', {
        library: { 'mine.stp': 'probe mine.one = begin { }', 'broken.stp': 'probe broken = {{{' },
      }),
    ).toEqual(['begin']);
  });
});

describe('tracepoints', () => {
  it('types the arguments by BTF', () => {
    const [probe] = resolveGood('probe kernel.trace("kfree_skb") { println($location) }').probes;
    expect(probe?.pointText).toBe('kernel.trace("kfree_skb")');
    expect(probe?.point.kind === 'tracepoint' && probe.point.parameters.map(({ name }) => name)).toEqual([
      'skb',
      'location',
    ]);
  });

  it('matches patterns, and names with a system', () => {
    expect(pointsOf('kernel.trace("net*")')).toEqual([
      'kernel.trace("net_dev_queue")',
      'kernel.trace("net_dev_start_xmit")',
      'kernel.trace("netif_receive_skb")',
      'kernel.trace("netif_rx")',
    ]);
    expect(pointsOf('kernel.trace("skb:kfree_skb")')).toEqual(['kernel.trace("kfree_skb")']);
  });

  it('suggests near names', () => {
    expect(problemOf('kernel.trace("kfree_skbb")')).toContain('no match (similar: kfree_skb)');
  });

  it('says what a kernel without BTF lacks', () => {
    expect(problemOf('kernel.trace("kfree_skb")', { kernel: fakeKernel({ hasTypes: false }) })).toContain(
      'no BTF',
    );
  });
});

describe('functions', () => {
  it('attaches to entries and returns', () => {
    const { probes } = resolveGood(
      'probe kernel.function("vfs_read"), kernel.function("vfs_read").call, kernel.function("vfs_read").return { println(1) }',
      { kernel: withFunctions },
    );
    expect(probes.map(({ point }) => (point.kind === 'function' ? point.at : point.kind))).toEqual([
      'entry',
      'entry',
      'return',
    ]);
  });

  it('matches names by pattern, in the kernel or in modules', () => {
    expect(pointsOf('kernel.function("sock_*")', { kernel: withFunctions })).toEqual([
      'kernel.function("sock_poll")',
      'kernel.function("sock_close")',
    ]);
    expect(pointsOf('module("nfs").function("*")', { kernel: withFunctions })).toEqual([
      'module("nfs").function("nfs_open")',
      'module("nfs").function("nfs_close")',
    ]);
    expect(pointsOf('module("*").function("*_sync")', { kernel: withFunctions })).toEqual([
      'module("btrfs").function("btrfs_sync")',
    ]);
  });

  it('matches by source file where there is an index', () => {
    const kernel = fakeKernel({ features: { kprobe: true }, hasSourceFiles: true });
    expect(pointsOf('kernel.function("*@net/socket.c").call', { kernel })).toEqual([
      'kernel.function("sock_poll@net/socket.c").call',
      'kernel.function("sock_close@net/socket.c").call',
    ]);
    expect(pointsOf('kernel.function("*@socket.c")', { kernel })).toHaveLength(2);
    expect(pointsOf('kernel.function("tcp_v4_rcv@net/ipv4/*")', { kernel })).toEqual([
      'kernel.function("tcp_v4_rcv@net/ipv4/tcp_ipv4.c")',
    ]);
    expect(pointsOf('kernel.function("sock_[a-k]*@*/sock?t.c").return', { kernel })).toEqual([
      'kernel.function("sock_close@net/socket.c").return',
    ]);
    expect(pointsOf('module("nfs").function("*@inode.c")', { kernel })).toEqual([
      'module("nfs").function("nfs_open@fs/nfs/inode.c")',
    ]);
    expect(problemOf('kernel.function("*@net/core/*.c")', { kernel })).toContain('no match');
    // Only whole parts of a path.
    expect(problemOf('kernel.function("*@ocket.c")', { kernel })).toContain('no match');
  });

  it('chooses no function by file that shares its name with others', () => {
    const kernel = fakeKernel({ features: { kprobe: true }, hasSourceFiles: true });
    expect(problemOf('kernel.function("init_once@net/socket.c")', { kernel })).toContain(
      'several functions are called "init_once", in net/socket.c, fs/inode.c;',
    );
    expect(pointsOf('kernel.function("init_*@net/*") ?, kernel.function("init_once@*")', { kernel })).toEqual(
      ['kernel.function("init_once@fs/inode.c")'],
    );
  });

  it('says that source files are not known where there is no index', () => {
    expect(problemOf('kernel.function("*@net/socket.c").call', { kernel: withFunctions })).toContain(
      'no index of source files',
    );
  });

  it('suggests near names', () => {
    expect(problemOf('kernel.function("vfs_reed")', { kernel: withFunctions })).toContain(
      'no match (similar functions: vfs_read)',
    );
  });

  it('says what a kernel without kprobes and fentry lacks', () => {
    expect(problemOf('kernel.function("vfs_read")')).toContain('neither kprobes');
    expect(problemOf('kernel.function("no_such_function")')).toContain('no match');
  });

  it('takes any function that BTF knows when the program is for another machine', () => {
    expect(pointsOf('kernel.function("vfs_read")', { attachElsewhere: true })).toEqual([
      'kernel.function("vfs_read")',
    ]);
  });

  it.each([
    ['kernel.statement("*@kernel/time.c:296")', 'source lines'],
    ['kernel.function("vfs_read").inline', 'inlined'],
    ['kernel.function("vfs_read").callee("x").return', 'who calls whom'],
    ['kernel.function("vfs_read@fs/read_write.c:12")', 'source lines'],
    ['process("known").function("main").label("x")', 'source lines'],
    ['process("known").statement("main@known.c:3")', 'source lines'],
    ['process("known").insn', 'step by step'],
  ])('names what is missing for %s: %s', (points, missing) => {
    expect(problemOf(points, { kernel: withFunctions })).toContain(missing);
  });
});

describe('scripts made to be large', () => {
  const doubling = Array.from({ length: 40 }, (_, i) => `probe a${i} = a${i + 1}, a${i + 1} {}`).join('\n');
  const chain = Array.from({ length: 5000 }, (_, i) => `probe a${i} = a${i + 1} {}`).join('\n');

  it.each([
    ['aliases that double', 'a0', `${doubling}\nprobe a40 = begin {}`, 'more than 10000 probe points'],
    ['a long chain of aliases', 'a0', `${chain}\nprobe a5000 = begin {}`, 'too deep'],
    [
      'groups that double',
      Array.from({ length: 30 }, () => '{a,b}').join('.'),
      '',
      'more than 10000 probe points',
    ],
    // Were it not for the limits, 2^40 points would be made.
  ])('end in a verdict: %s', (_, points, before, message) => {
    expect(problemOf(points, {}, before)).toContain(message);
  });
});
