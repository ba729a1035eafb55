/** What the BPF kernel half can do, for the planner. */
import type { KernelCapabilities } from '../../src/5-split/capabilities.ts';
import type { AttachPoint } from '../../src/program/attach-point.ts';
import { intrinsics } from './intrinsics.ts';
import { registers } from './registers.ts';

const registerFunctions = Object.keys(intrinsics).filter(
  (name) => intrinsics[name]?.kernel?.kind === 'register',
);
const eventsWithRegisters: ReadonlySet<AttachPoint['kind']> = new Set(['function', 'user-function', 'perf']);

export const kernelCapabilities: KernelCapabilities = {
  intrinsics: new Set(Object.keys(intrinsics).filter((name) => intrinsics[name]?.kernel !== undefined)),
  literalOperands: new Map(registerFunctions.map((name) => [name, Object.keys(registers)])),
  eventsOf: new Map(registerFunctions.map((name) => [name, eventsWithRegisters])),
  // A hash map's key may have 512 bytes (MAX_BPF_STACK); each of nine parts is rounded up to a multiple of 8.
  maxKeyBytes: 440,
  // A running variance cannot be updated by programs that interrupt each other.
  statOperators: new Set(['count', 'sum', 'min', 'max', 'avg']),
  histograms: true,
  lateReads: new Set([
    'field',
    'load',
    ...['string', 'char', 'short', 'int', 'long', 'pointer'].map((type) => `kernel_${type}`),
    ...['string', 'char', 'short', 'int', 'long'].map((type) => `user_${type}`),
  ]),
  shared: {
    // STSX_MAX_LOCKS
    maxLocks: 64,
    conversions: new Set(['d', 'u', 'x', 's']),
    maxEffort: 32,
  },
};
