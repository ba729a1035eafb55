/** What bpftrace can do as a collector, for the planner: events are filtered, captured and added up; all else is the user half's. */
import type { KernelCapabilities } from '../../src/5-split/capabilities.ts';
import type { Dialect } from './dialects.ts';
import { intrinsics } from './intrinsics.ts';

export function kernelCapabilities(dialect: Dialect): KernelCapabilities {
  const able = Object.entries(intrinsics).filter(
    ([, row]) => row.exact && (row.needs === undefined || dialect.has(row.needs)),
  );
  return {
    literalOperands: new Map(),
    eventsOf: new Map(),
    // bpftrace reads memory for its own probes alone.
    lateReads: new Set(),
    // It has no locks: what changes globals as it reads them is the user half's.
    shared: undefined,
    // The time of day is put together from bpftrace's clock and an offset that is known when it starts.
    intrinsics: new Set([...able.map(([name]) => name), 'gettimeofday_ns', 'target']),
    // A key stands on the BPF stack (512 bytes) beside the handler's variables.
    maxKeyBytes: dialect.has('long-strings') ? 400 : 200,
    // Before 0.22 min() and max() are wrong for negative numbers.
    statOperators: new Set(
      dialect.has('map-loops') ? ['count', 'sum', 'avg', 'min', 'max'] : ['count', 'sum', 'avg'],
    ),
    // Its buckets are not SystemTap's.
    histograms: false,
  };
}
