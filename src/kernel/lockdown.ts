/** Kernel lockdown (kernel_lockdown(7)): under "confidentiality" eBPF programs cannot read kernel memory and kprobes are refused. */
import type { Host } from './host.ts';

export type Lockdown = 'none' | 'integrity' | 'confidentiality';

const path = '/sys/kernel/security/lockdown';

/** The state in brackets; a kernel that does not show it is taken for open. */
export function lockdown(host: Host): Lockdown {
  const state = /\[(\w+)\]/.exec(host.readText(path) ?? '')?.[1];
  return state === 'integrity' || state === 'confidentiality' ? state : 'none';
}
