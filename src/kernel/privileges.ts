/** What this process may do, from /proc/self/status: loading eBPF takes CAP_BPF and CAP_PERFMON, before 5.8 CAP_SYS_ADMIN. */
import type { Host } from './host.ts';

const capabilityBits = { CAP_SYS_ADMIN: 21, CAP_PERFMON: 38, CAP_BPF: 39 } as const;

export type Capability = keyof typeof capabilityBits;

export function holds(host: Host, capability: Capability): boolean {
  const line = /^CapEff:\s*([0-9a-f]+)/m.exec(host.readText('/proc/self/status') ?? '');
  const effective = BigInt(`0x${line?.[1] ?? '0'}`);
  return ((effective >> BigInt(capabilityBits[capability])) & 1n) === 1n;
}

/** Those that are missing for tracing with eBPF; CAP_SYS_ADMIN stands for both others. */
export function missingCapabilities(host: Host): readonly Capability[] {
  if (holds(host, 'CAP_SYS_ADMIN')) return [];
  return (['CAP_BPF', 'CAP_PERFMON'] as const).filter((capability) => !holds(host, capability));
}
