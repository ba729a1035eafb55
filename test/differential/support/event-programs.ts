/**
 * Well-typed event handlers: such that only add, which the kernel half does alone; such that read and change globals, which it does under a
 * lock; and such that do anything, which are streamed. Over a fixed set of variables, so that any part can be left out.
 */
import fc from 'fast-check';
import type { EventSeed, ReplayCase } from './replay-cases.ts';
import { comparisons } from './program-declarations.ts';
import { bytes, long, number as anyNumber, smallLong } from './values.ts';
import { stringLiteral } from './script-text.ts';

const declarations = `global count@@, sum@@, st@@, sa@@, la@@, ta@@, wa@@%[3], g@@ = 3, s@@ = "s", pairs@@
probe begin {
count@@ = sum@@ = 0; st@@ <<< 1; sa@@[9, "nine"] <<< 9; la@@[9] = 9; ta@@[9] = "nine"; wa@@[9] = 9; pairs@@["nine", 9] = 9
}
function sign@@(n) { if (n < 0) return -1; return n > 0 }
function name@@:string (n) { if (n & 1) return execname(); return "even" }
function length@@(p) { try { return @cast(p, "struct sk_buff")->len } catch { return -7 } }`;

/** Reads of the event: what every event knows, arguments, members, text in memory. */
const numberReads = [
  'pid()',
  'tid()',
  'uid()',
  'cpu()',
  '$skb',
  '$skb->len',
  '$skb->pkt_type',
  '$skb->sk->__sk_common->skc_num',
  '$skb->dev->mtu',
  '$skb->words[1]',
  'length@@($skb)',
  'user_int($skb)',
  'gettimeofday_us()',
];
const textReads = ['execname()', 'kernel_string($skb->dev->name)', 'user_string($skb)', 'name@@(pid())'];

const longVariable = fc.constantFrom('a', 'b');
const shortText = fc
  .string({ unit: fc.constantFrom('a', 'b', '%', ' ', '\\', 'é'), maxLength: 6 })
  .map(stringLiteral);

/** `locked`: globals may be read. `any`: what only the user half does, too. */
type Reach = 'adds' | 'locked' | 'any';

interface Expressions {
  readonly number: fc.Arbitrary<string>;
  readonly string: fc.Arbitrary<string>;
}

function expressions(reach: Reach): Expressions {
  return fc.letrec<{ number: string; string: string }>((tie) => {
    const n = tie('number');
    const s = tie('string');
    const key = n.map((inner) => `((${inner}) & 3)`);
    const locked = [
      key.map((k) => `la@@[${k}]`),
      key.map((k) => `(${k} in la@@)`),
      key.map((k) => `wa@@[${k}]`),
      fc.tuple(s, key).map(([t, k]) => `([${t}, ${k}] in pairs@@)`),
      fc.tuple(s, key).map(([t, k]) => `pairs@@[${t}, ${k}]`),
      fc.constantFrom('g@@', '@count(st@@)', '@sum(st@@)', '@max(st@@)', '@avg(st@@)'),
      key.map((k) => `@sum(sa@@[${k}, "x"])`),
    ];
    const any = [
      s.map((e) => `strlen(${e})`),
      fc.tuple(s, fc.constantFrom('a+', '^(.)(.)?', '[0-9]|b$')).map(([e, p]) => `(${e} =~ "${p}")`),
      key.map((k) => `([*, ${k}] in pairs@@)`),
    ];
    const lockedText = [
      key.map((k) => `ta@@[${k}]`),
      fc.constant('s@@'),
      fc.tuple(s, s).map(([l, r]) => `(${l} . ${r})`),
      fc.tuple(n, s, s).map(([c, t, e]) => `((${c}) ? ${t} : ${e})`),
      fc.tuple(n, s).map(([l, r]) => `sprintf("%d:%s", ${l}, ${r})`),
    ];
    const anyText = [
      fc.tuple(s, n, n).map(([e, from, size]) => `substr(${e}, ${from}, ${size})`),
      fc.tuple(n, s).map(([l, r]) => `sprintf("%5x|%-4s", ${l}, ${r})`),
    ];
    return {
      number: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { weight: 4, arbitrary: fc.constantFrom(...numberReads) },
        { weight: 2, arbitrary: longVariable },
        { weight: 2, arbitrary: smallLong },
        long,
        fc
          .tuple(n, fc.constantFrom('+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'), n)
          .map(([l, o, r]) => `(${l} ${o} ${r})`),
        fc.tuple(longVariable, n).map(([l, r]) => `(${l} >>> ${r})`),
        fc.tuple(n, fc.constantFrom(...comparisons, '&&', '||'), n).map(([l, o, r]) => `(${l} ${o} ${r})`),
        fc.tuple(s, fc.constantFrom(...comparisons), s).map(([l, o, r]) => `(${l} ${o} ${r})`),
        fc.tuple(fc.constantFrom('-', '~', '!'), n).map(([o, inner]) => `${o} (${inner})`),
        fc.tuple(n, n, n).map(([c, t, e]) => `((${c}) ? ${t} : ${e})`),
        n.map((e) => `sign@@(${e})`),
        ...(reach === 'adds' ? [] : locked),
        ...(reach === 'any' ? any : []),
      ),
      string: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { weight: 4, arbitrary: fc.constantFrom(...textReads) },
        { weight: 2, arbitrary: fc.constant('x') },
        shortText,
        ...(reach === 'adds' ? [] : lockedText),
        ...(reach === 'any' ? anyText : []),
      ),
    };
  });
}

function statements(reach: Reach, depth: number): fc.Arbitrary<string> {
  const { number, string } = expressions(reach);
  const key = number.map((inner) => `((${inner}) & 3)`);
  const assignments = [
    fc.tuple(longVariable, number).map(([v, e]) => `${v} = ${e}`),
    fc
      .tuple(longVariable, fc.constantFrom('+=', '-=', '^=', '<<='), number)
      .map(([v, o, e]) => `${v} ${o} ${e}`),
    string.map((e) => `x = ${e}`),
  ];
  const additions = [
    fc.constantFrom('count@@++', 'count@@--'),
    fc.tuple(fc.constantFrom('+=', '-='), number).map(([o, e]) => `sum@@ ${o} ${e}`),
    number.map((e) => `st@@ <<< ${e}`),
    fc.tuple(key, string, number).map(([k, t, e]) => `sa@@[${k}, ${t}] <<< ${e}`),
  ];
  const locked = [
    fc.tuple(key, number).map(([k, e]) => `la@@[${k}] = ${e}`),
    fc.tuple(key, number).map(([k, e]) => `la@@[${k}] += ${e}`),
    key.map((k) => `la@@[${k}]++`),
    key.map((k) => `delete la@@[${k}]`),
    fc.tuple(key, string).map(([k, e]) => `ta@@[${k}] = ${e}`),
    fc.tuple(key, number).map(([k, e]) => `wa@@[${k}] = ${e}`),
    fc.tuple(string, key, number).map(([t, k, e]) => `pairs@@[${t}, ${k}] = ${e}`),
    fc.tuple(string, key).map(([t, k]) => `delete pairs@@[${t}, ${k}]`),
    fc
      .tuple(key, number)
      .map(([k, e]) => `if (${k} in la@@) { st@@ <<< la@@[${k}]; delete la@@[${k}] } else la@@[${k}] = ${e}`),
    number.map((e) => `g@@ = ${e}`),
    string.map((e) => `s@@ = ${e}`),
    fc.constantFrom('delete g@@', 'delete s@@', 'delete st@@'),
  ];
  const any = [
    number.map((e) => `println(${e})`),
    string.map((e) => `println(${e})`),
    fc.tuple(number, string).map(([e, t]) => `printf("%d %s\\n", ${e}, ${t})`),
    fc.tuple(number, string).map(([e, t]) => `if (${e}) error(${t})`),
    string.map((e) => `s@@ .= ${e}`),
    fc.constantFrom('delete la@@', 'delete pairs@@[*, 1]', 'foreach (v = k in la@@) println(k, v)'),
    fc.constant('foreach ([t, k] in pairs@@- limit 3) println(t, k, pairs@@[t, k])'),
    longVariable.map((v) => `for (i = 0; i < 3; i++) la@@[i] = ${v} + $skb->len + i`),
  ];
  const flat = [
    ...assignments.map((arbitrary) => ({ weight: 2, arbitrary })),
    ...additions.map((arbitrary) => ({ weight: 2, arbitrary })),
    { weight: 1, arbitrary: number.map((e) => `if (${e}) next`) },
    ...(reach === 'adds' ? [] : locked.map((arbitrary) => ({ weight: 1, arbitrary }))),
    ...(reach === 'any' ? any.map((arbitrary) => ({ weight: 1, arbitrary })) : []),
  ];
  if (depth === 0) return fc.oneof(...flat);
  const inner = fc.array(statements(reach, depth - 1), { maxLength: 3 }).map((list) => list.join('\n'));
  const nested = [
    fc.tuple(number, inner, inner).map(([c, t, e]) => `if (${c}) {\n${t}\n} else {\n${e}\n}`),
    fc.tuple(number, inner).map(([c, t]) => `if (${c}) {\n${t}\n}`),
    fc.tuple(inner, inner).map(([t, e]) => `try {\n${t}\n} catch {\n${e}\n}`),
    ...(reach === 'any'
      ? [fc.tuple(inner, inner).map(([t, e]) => `try {\n${t}\n} catch (m) {\nprintln(m)\n${e}\n}`)]
      : []),
  ];
  return fc.oneof(
    { withCrossShrink: true },
    ...flat,
    ...nested.map((arbitrary) => ({ weight: 3, arbitrary })),
  );
}

const points = ['kfree_skb', 'netif_rx', 'netif_receive_skb', 'net_dev_queue'];

function eventProbe(reach: Reach): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...points), fc.array(statements(reach, 1), { minLength: 1, maxLength: 5 }))
    .map(([point, list]) => `probe kernel.trace("${point}") {\na = b = 0; x = ""\n${list.join('\n')}\n}`);
}

const timerProbe = fc
  .subarray([
    'foreach (v = k in la@@-) println("l", k, " ", v)',
    'foreach ([k, t] in sa@@ @sum- limit 2) println("a", k, t, @count(sa@@[k, t]), " ", @sum(sa@@[k, t]))',
    'println(count@@, " ", sum@@, " ", @count(st@@))',
    'delete sa@@',
    'delete st@@',
    'delete pairs@@',
    'g@@++',
    'sum@@ = 0',
    'ta@@[2] = s@@',
    'foreach (k in wa@@+) println("w", k)',
  ])
  .map((list) => `probe timer.s(2) { println("t")\n${list.join('\n')} }`);

const ending = `println(count@@, " ", sum@@, " ", g@@, " ", s@@, " ", @count(st@@), " ", @sum(st@@))
if (@count(st@@)) println(@min(st@@), " ", @max(st@@), " ", @avg(st@@))
foreach ([k, t] in sa@@) println("sa", k, " ", t, " ", @count(sa@@[k, t]), " ", @sum(sa@@[k, t]), " ", @min(sa@@[k, t]))
foreach (v = k in la@@) println("la", k, " ", v)
foreach (y = k in ta@@) println("ta", k, " ", y)
foreach (v = k in wa@@) println("wa", k, " ", v)
foreach ([t, k] in pairs@@) println("pairs", t, " ", k, " ", pairs@@[t, k])`;

const eventSeed: fc.Arbitrary<EventSeed> = fc.record({
  probe: fc.nat(3),
  cpu: fc.nat(1),
  numbers: fc.array(anyNumber, { minLength: 1, maxLength: 6 }),
  texts: fc.array(bytes, { minLength: 1, maxLength: 3 }),
  faults: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(fc.nat(6), { maxLength: 3 })),
});

/** One kind of handler for all of a case, so that each kind is met without the others too. */
export const replayCase: fc.Arbitrary<ReplayCase> = fc
  .constantFrom<Reach>('adds', 'locked', 'any')
  .chain((reach) =>
    fc.record({
      declarations: fc.constant(declarations),
      probes: fc
        .tuple(
          fc.array(eventProbe(reach), { minLength: 1, maxLength: 3 }),
          fc.array(timerProbe, { maxLength: 1 }),
        )
        .map(([events, timers]) => [...events, ...timers]),
      ending: fc.constant(ending),
      events: fc.array(eventSeed, { minLength: 1, maxLength: 12 }),
    }),
  );
