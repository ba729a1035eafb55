/**
 * Which attach mechanisms work on a kernel, decided by what it shows in /sys and /proc and by its configuration; nothing is
 * loaded to find out. Each row says why its mechanism does not work, or undefined where it does. Where a kernel
 * does not tell, a mechanism is taken to work: attaching is what decides in the end.
 */
import { isAtLeast } from './kernel-release.ts';
import { ftraceAccess } from './ftrace-access.ts';
import type { Host } from './host.ts';
import type { FeatureName, KernelFeatures } from './kernel.ts';
import { lockdown } from './lockdown.ts';

/** What the rows below ask, beside the host. */
export interface KernelFacts {
  readonly host: Host;
  /** False: the kernel's configuration is not known. */
  readonly hasConfig: boolean;
  config(name: string): string | undefined;
  readonly hasBtf: boolean;
  /** BTF is there and has a function of that name. */
  hasFunction(name: string): boolean;
}

const devices = '/sys/bus/event_source/devices';

/** First kernel in which an eBPF trampoline, which fentry takes, works on an architecture. */
const trampolines: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  x64: [5, 5],
  arm64: [6, 4],
  s390x: [6, 3],
  riscv64: [6, 3],
  ppc64: [6, 13],
  loong64: [6, 17],
};

const lacks: Readonly<Record<FeatureName, (facts: KernelFacts) => string | undefined>> = {
  kprobe: (facts) =>
    lacksOptions(facts, ['BPF_SYSCALL', 'BPF_EVENTS', 'KPROBES', 'KPROBE_EVENTS']) ??
    lacksDevice(facts, 'kprobe'),

  kprobeMulti: (facts) =>
    lacks.kprobe(facts) ??
    lacksRelease(facts, 5, 18) ??
    lacksOptions(facts, ['FPROBE']) ??
    (!facts.hasConfig && facts.hasBtf && !facts.hasFunction('register_fprobe_ips')
      ? 'it is built without CONFIG_FPROBE'
      : undefined) ??
    lacksFtrace(facts),

  fentry: (facts) =>
    lacksTrampolines(facts) ??
    lacksOptions(facts, ['BPF_SYSCALL', 'BPF_JIT', 'FUNCTION_TRACER', 'DYNAMIC_FTRACE_WITH_DIRECT_CALLS']) ??
    (!facts.hasBtf ? 'it has no BTF (CONFIG_DEBUG_INFO_BTF)' : undefined) ??
    (!facts.hasConfig && !facts.hasFunction('register_ftrace_direct')
      ? 'it is built without CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS'
      : undefined) ??
    (sysctl(facts, 'net/core/bpf_jit_enable') === '0'
      ? 'its eBPF compiler is off (net.core.bpf_jit_enable = 0)'
      : undefined) ??
    lacksFtrace(facts),

  rawTracepoint: (facts) =>
    lacksRelease(facts, 4, 17) ?? lacksOptions(facts, ['BPF_SYSCALL', 'BPF_EVENTS', 'TRACEPOINTS']),

  uprobe: (facts) =>
    lacksOptions(facts, ['BPF_SYSCALL', 'BPF_EVENTS', 'UPROBE_EVENTS']) ?? lacksDevice(facts, 'uprobe'),

  perfEvent: (facts) => {
    if (sysctl(facts, 'kernel/perf_event_paranoid') === undefined)
      return 'it is built without CONFIG_PERF_EVENTS';
    return lockdown(facts.host) === 'confidentiality' ? 'it is locked down (confidentiality)' : undefined;
  },
};

/** Each mechanism is looked at when it is first asked for. */
export function kernelFeatures(facts: KernelFacts): KernelFeatures {
  const found = new Map<FeatureName, string | undefined>();
  const reason = (name: FeatureName): string | undefined => {
    if (!found.has(name)) found.set(name, lacks[name](facts));
    return found.get(name);
  };
  return {
    get kprobe() {
      return reason('kprobe') === undefined;
    },
    get kprobeMulti() {
      return reason('kprobeMulti') === undefined;
    },
    get fentry() {
      return reason('fentry') === undefined;
    },
    get rawTracepoint() {
      return reason('rawTracepoint') === undefined;
    },
    get uprobe() {
      return reason('uprobe') === undefined;
    },
    get perfEvent() {
      return reason('perfEvent') === undefined;
    },
    get reasons() {
      const all = featureNames.map((name) => [name, reason(name)] as const);
      return Object.fromEntries(all.filter(([, text]) => text !== undefined));
    },
  };
}

export const featureNames = Object.keys(lacks) as readonly FeatureName[];

/** Only where the configuration is known. */
function lacksOptions(facts: KernelFacts, options: readonly string[]): string | undefined {
  if (!facts.hasConfig) return undefined;
  const missing = options.find((option) => facts.config(option) !== 'y');
  return missing === undefined ? undefined : `it is built without CONFIG_${missing}`;
}

/** perf_event_open opens kprobes and uprobes through a device of their own since 4.17; before, tracefs is the way. */
function lacksDevice(facts: KernelFacts, device: 'kprobe' | 'uprobe'): string | undefined {
  if (device === 'kprobe' && lockdown(facts.host) === 'confidentiality')
    return 'it is locked down (confidentiality)';
  if (facts.host.exists(`${devices}/${device}`) || !isAtLeast(facts.host.release, 4, 17)) return undefined;
  return `it has no ${device}s (${devices}/${device} is missing)`;
}

function lacksRelease(facts: KernelFacts, major: number, minor: number): string | undefined {
  return isAtLeast(facts.host.release, major, minor) ? undefined : `it is older than Linux ${major}.${minor}`;
}

function lacksTrampolines(facts: KernelFacts): string | undefined {
  const since = trampolines[facts.host.architecture];
  if (since === undefined) return `eBPF trampolines do not exist on this architecture`;
  return lacksRelease(facts, ...since);
}

function lacksFtrace(facts: KernelFacts): string | undefined {
  if (sysctl(facts, 'kernel/ftrace_enabled') === '0') return 'ftrace is off (kernel.ftrace_enabled = 0)';
  switch (ftraceAccess(facts.host)) {
    case 'closed':
      return 'it refuses the use of ftrace';
    case 'absent':
      return 'it has no dynamic ftrace';
    case 'open':
    case 'unknown':
      return undefined;
  }
}

function sysctl(facts: KernelFacts, name: string): string | undefined {
  return facts.host.readText(`/proc/sys/${name}`)?.trim();
}
