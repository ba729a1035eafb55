/** Handlers that read and change globals where the event is: which ones, under which locks, and what the others are streamed for. */
import { expect, it } from 'vitest';
import type { Plan, PlannedProbe } from '../../../src/5-split/plan.ts';
import { kernelCapabilities } from '../../../targets/libbpf/capabilities.ts';
import { compileText, optionsOf } from '../../support/compile-text.ts';

const points = ['sys_enter', 'sys_exit', 'sched_switch'].map((name) => `kernel.trace("${name}")`);

/** `bodies` are the handlers of tracepoints, in this order. */
function planOf(declarations: string, bodies: readonly string[], rest = ''): Plan {
  const probes = bodies.map((body, index) => `probe ${points[index]} { ${body} }`);
  const text = [declarations, ...probes, rest].join('\n');
  const { plan, report } = compileText('t.stp', text, optionsOf([], []));
  if (!plan) throw new Error(report.diagnostics.map(({ message }) => message).join('\n'));
  return plan;
}

const placements = (plan: Plan) => plan.probes.map(({ placement }) => placement);
const homes = (plan: Plan) =>
  plan.globals.map(({ global, home, lock }) => `${global.name} ${home}${lock === undefined ? '' : lock}`);

function locked(planned: PlannedProbe | undefined) {
  if (planned?.placement !== 'kernel' || !planned.locked) throw new Error(`placed ${planned?.placement}`);
  return planned.locked;
}

const show = (...globals: string[]) =>
  `probe end { ${globals.map((name) => `println(${name})`).join('; ')} }`;

it('locks what a handler reads, sets, tests or deletes', () => {
  const latency = [
    'if (!(tid() in t)) t[tid()] = pid()',
    'if (tid() in t) { n = t[tid()]; delete t[tid()] }',
  ];
  const plan = planOf('global t, n', latency, show('n'));
  expect(placements(plan)).toEqual(['kernel', 'kernel', 'user']);
  expect(homes(plan)).toEqual(['t shared0', 'n shared0']);
  expect(plan.probes[2]).toMatchObject({ locks: [0], merges: false });
  expect(locked(plan.probes[0]).fallback?.fields).toHaveLength(2);
});

it('gives globals that no handler uses together locks of their own', () => {
  const plan = planOf('global a, b', ['a = a * 2', 'b = b * 2'], show('a', 'b'));
  expect(homes(plan)).toEqual(['a shared0', 'b shared1']);
  expect(plan.lockCount).toBe(2);
  expect(plan.probes[2]).toMatchObject({ locks: [0, 1] });
});

it('keeps globals that are only added to in maps of their own', () => {
  const plan = planOf('global a, b', ['a = a * 2; b++', 'b++'], show('a', 'b'));
  expect(homes(plan)).toEqual(['a shared0', 'b fed']);
});

it('adds under a lock that is held anyway', () => {
  expect(homes(planOf('global a, b', ['a = a * 2; b++', 'a = 1'], show('a', 'b')))).toEqual([
    'a shared0',
    'b shared0',
  ]);
});

it('keeps the order of elements that are added under a lock and without', () => {
  const plan = planOf(
    'global a, b',
    ['a = a * 2; b[pid()]++', 'b[tid()]++'],
    'probe end { foreach (k in b) println(k, a) }',
  );
  expect(homes(plan)).toEqual(['a shared0', 'b shared0']);
});

it('locks a global that a streamed handler uses', () => {
  const plan = planOf('global a', ['a++', 'println(a)']);
  expect(placements(plan)).toEqual(['kernel', 'streamed']);
  expect(homes(plan)).toEqual(['a shared0']);
  expect(plan.probes[1]).toMatchObject({ locks: [0] });
});

it('tests what needs no global before it takes the lock', () => {
  const plan = planOf('global a', ['if (pid() != 7) next; a = a * 2'], show('a'));
  expect(locked(plan.probes[0]).guard.statements).toHaveLength(1);
});

it.each([
  ['prints', 'a[1]++; println(a[1])'],
  ['loops', 'for (i = 0; i < 3; i++) a[i] = i'],
  ['empties an array', 'delete a; a[1] = 2'],
  ['looks for an element by a part of its key', 'if ([*, 1] in m) a[1] = 2'],
  ['matches a regular expression', 'if (execname() =~ "x") a[1] = 2'],
  ['calls a recursive function', 'a[1] = f(2)'],
])('streams a handler that %s', (reason, body) => {
  const declarations = 'global a, m\nfunction f(n) { return n ? f(n - 1) : 0 }\nprobe begin { m[1, 2] = 3 }';
  const plan = planOf(declarations, [body], 'probe end { foreach (k in a) println(k, a[k]) }');
  expect(plan.probes[1]).toMatchObject({ placement: 'streamed', reason });
});

it('streams a handler whose condition handlers of events change, and those that change it', () => {
  const { plan } = compileText(
    't.stp',
    `global on, n
     probe kernel.trace("sys_enter") if (on) { n = n * 2 }
     probe kernel.trace("sys_exit") { on = !on }
     probe end { println(n) }`,
    optionsOf([], []),
  );
  expect(plan && placements(plan)).toEqual(['streamed', 'streamed', 'user']);
});

it('runs a handler with a condition that only timers change where the event is', () => {
  const { plan } = compileText(
    't.stp',
    `global on, n
     probe kernel.trace("sys_enter") if (on) { n++ }
     probe timer.s(1) { on = !on }
     probe end { println(n) }`,
    optionsOf([], []),
  );
  expect(plan && placements(plan)).toEqual(['kernel', 'user', 'user']);
});

it('has as many locks as the target at most', () => {
  const { maxLocks } = kernelCapabilities.shared ?? { maxLocks: 0 };
  const names = Array.from({ length: maxLocks + 3 }, (_, index) => `g${index}`);
  const probes = names.map((name) => `probe kernel.trace("sys_enter") { ${name} = ${name} * 2 }`);
  const { plan } = compileText(
    't.stp',
    `global ${names.join(', ')}\n${probes.join('\n')}\n${show(...names)}`,
    optionsOf([], []),
  );
  expect(plan?.lockCount).toBe(maxLocks);
  expect(plan?.globals.at(-1)?.lock).toBe(maxLocks - 1);
});
