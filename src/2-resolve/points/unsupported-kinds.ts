/**
 * Probe kinds that SystemTap has and stsx has not: points of them are known, so the message can name what is missing. A shape
 * that ends in `.**` stands for all that goes on like it.
 */
import { problem, type PointKind } from './point-kind.ts';

const lines = 'source lines are not in BTF, and debuginfo is not read';
const inlined = 'inlined functions are not in BTF, and debuginfo is not read';
const callers = 'who calls whom is not in BTF, and debuginfo is not read';
const userLines = 'the source lines of programs are not read';
const userInlined = 'which functions were inlined into others is not read';
const raw = 'probing raw kernel addresses is not supported';

const processHeads = ['process', 'process(string)', 'process(number)'];

const rows: readonly (readonly [shape: string, missing: string, hint?: string])[] = [
  ['kernel.statement(string).**', lines, 'kernel.function("name") probes a function\'s entry'],
  ['kernel.statement(number).**', raw],
  ['kernel.function(number).**', raw],
  ['kernel.function(string).inline', inlined],
  ['kernel.function(string).label(string).**', lines],
  ['kernel.function(string).callee(string).**', callers],
  ['kernel.function(string).callees.**', callers],
  ['kernel.function(string).callees(number).**', callers],
  [
    'kernel.mark(string).**',
    'kernels have had no markers since Linux 2.6.32',
    'kernel.trace("name") probes tracepoints',
  ],
  ['kernel.data(string).**', 'hardware breakpoints are not supported'],
  ['kernel.data(number).**', 'hardware breakpoints are not supported'],
  ['module(string).statement(string).**', lines, 'module("m").function("name") probes a function\'s entry'],
  ['module(string).statement(number).**', raw],
  ['module(string).function(number).**', raw],
  ['module(string).function(string).inline', inlined],
  ['module(string).function(string).label(string).**', lines],
  ['module(string).function(string).callee(string).**', callers],
  ['module(string).function(string).callees.**', callers],
  ['kprobe.statement(number).**', raw],
  ...processHeads.flatMap((head): (readonly [string, string, string?])[] => [
    [
      `${head}.statement(string).**`,
      userLines,
      `${head.replace('(string)', '("…")').replace('(number)', '(PID)')}.function("name") probes a function's entry`,
    ],
    [`${head}.function(string).inline`, userInlined],
    [`${head}.function(string).label(string).**`, userLines],
    [`${head}.function(string).callee(string).**`, callers],
    [`${head}.function(string).callees.**`, callers],
    [`${head}.function(string).callees(number).**`, callers],
    [`${head}.insn.**`, 'programs are not run step by step'],
  ]),
  [
    'netfilter.**',
    'netfilter hooks are not supported',
    'the netif_receive_skb and net_dev_queue tracepoints see the packets',
  ],
  ['java(string).**', 'Java probes are not supported'],
  ['java(number).**', 'Java probes are not supported'],
  ['python2.**', 'Python probes are not supported'],
  ['python3.**', 'Python probes are not supported'],
];

export const unsupportedKinds: readonly PointKind[] = rows.map(([shape, missing, hint]) => ({
  shape,
  build: () => problem(missing, hint),
}));
