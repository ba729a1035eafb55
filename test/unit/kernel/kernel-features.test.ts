import { describe, expect, it } from 'vitest';
import { runningKernel } from '../../../src/kernel/running-kernel.ts';
import type { FeatureName } from '../../../src/kernel/kernel.ts';
import { BtfBuilder } from '../../support/kernel/btf-builder.ts';
import { describedHost, packedConfig, type HostDescription } from '../../support/kernel/described-host.ts';

const options = {
  BPF_SYSCALL: 'y',
  BPF_JIT: 'y',
  BPF_EVENTS: 'y',
  TRACEPOINTS: 'y',
  KPROBES: 'y',
  KPROBE_EVENTS: 'y',
  UPROBE_EVENTS: 'y',
  FUNCTION_TRACER: 'y',
  DYNAMIC_FTRACE_WITH_DIRECT_CALLS: 'y',
  FPROBE: 'y',
};

const btf = (): Uint8Array => {
  const build = new BtfBuilder();
  build.int('int', 4);
  return build.bytes();
};

const tracing = '/sys/kernel/tracing';

/** A distribution's kernel, as they mostly are. */
const whole: HostDescription = {
  files: {
    '/proc/config.gz': packedConfig(options),
    '/sys/kernel/btf/vmlinux': btf(),
    '/sys/bus/event_source/devices/kprobe/type': '6',
    '/sys/bus/event_source/devices/uprobe/type': '7',
    '/proc/sys/kernel/perf_event_paranoid': '2\n',
    '/proc/sys/net/core/bpf_jit_enable': '1\n',
    '/proc/sys/kernel/ftrace_enabled': '1\n',
    '/proc/mounts': `proc /proc proc rw 0 0\ntracefs ${tracing} tracefs rw 0 0\n`,
    [`${tracing}/available_filter_functions`]: 'tcp_v4_rcv\n',
  },
};

function lacking(
  change: HostDescription & { readonly without?: readonly string[] },
): Partial<Record<FeatureName, string>> {
  const files = Object.fromEntries(
    Object.entries({ ...whole.files, ...change.files }).filter(
      ([path]) => !(change.without ?? []).includes(path) && change.failures?.[path] === undefined,
    ),
  );
  const { features } = runningKernel(describedHost({ ...change, files }));
  for (const [name, reason] of Object.entries(features.reasons ?? {}))
    expect([features[name as FeatureName], reason]).toEqual([false, expect.any(String)]);
  return features.reasons ?? {};
}

const withoutOption = (...names: readonly string[]): HostDescription => ({
  files: {
    '/proc/config.gz': packedConfig(
      Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name))),
    ),
  },
});

describe('a kernel', () => {
  it('that has everything lacks nothing', () => {
    expect(lacking({})).toEqual({});
    const { features } = runningKernel(describedHost(whole));
    expect(features.kprobe && features.kprobeMulti && features.fentry && features.rawTracepoint).toBe(true);
    expect(features.uprobe && features.perfEvent).toBe(true);
  });

  it.each<[string, Parameters<typeof lacking>[0], Partial<Record<FeatureName, RegExp>>]>([
    [
      'without kprobes',
      withoutOption('KPROBES', 'KPROBE_EVENTS'),
      { kprobe: /CONFIG_KPROBES/, kprobeMulti: /CONFIG_KPROBES/ },
    ],
    ['without fprobe', withoutOption('FPROBE'), { kprobeMulti: /CONFIG_FPROBE/ }],
    ['without direct calls', withoutOption('DYNAMIC_FTRACE_WITH_DIRECT_CALLS'), { fentry: /DIRECT_CALLS/ }],
    [
      'that keeps ftrace closed',
      { failures: { [`${tracing}/available_filter_functions`]: 'EPERM' } },
      { fentry: /ftrace/, kprobeMulti: /ftrace/ },
    ],
    [
      'that keeps ftrace closed, tracefs not mounted',
      { files: { '/proc/mounts': '' }, commands: { 'unshare -m sh -c': 'closed\n' } },
      { fentry: /ftrace/, kprobeMulti: /ftrace/ },
    ],
    [
      'whose ftrace only root may look at',
      { failures: { [`${tracing}/available_filter_functions`]: 'EACCES' } },
      {},
    ],
    ['without BTF', { without: ['/sys/kernel/btf/vmlinux'] }, { fentry: /BTF/ }],
    [
      'with its eBPF compiler off',
      { files: { '/proc/sys/net/core/bpf_jit_enable': '0\n' } },
      { fentry: /bpf_jit_enable/ },
    ],
    ['of 5.10', { release: '5.10.0-28-amd64' }, { kprobeMulti: /5\.18/ }],
    ['of 6.1 on arm64', { release: '6.1.0', architecture: 'arm64' }, { fentry: /6\.4/ }],
    [
      'that is locked down',
      { files: { '/sys/kernel/security/lockdown': 'none integrity [confidentiality]\n' } },
      { kprobe: /locked down/, kprobeMulti: /locked down/, perfEvent: /locked down/ },
    ],
    [
      'that is locked down a little',
      { files: { '/sys/kernel/security/lockdown': 'none [integrity] confidentiality\n' } },
      {},
    ],
    [
      'without performance events',
      { without: ['/proc/sys/kernel/perf_event_paranoid'] },
      { perfEvent: /PERF_EVENTS/ },
    ],
    [
      'that shows neither configuration nor kprobes',
      { without: ['/proc/config.gz', '/sys/bus/event_source/devices/kprobe/type'] },
      { kprobe: /kprobes/, kprobeMulti: /kprobes/, fentry: /DIRECT_CALLS/ },
    ],
  ])('%s', (_, change, reasons) => {
    const found = lacking(change);
    expect(Object.keys(found).sort()).toEqual(Object.keys(reasons).sort());
    for (const [name, pattern] of Object.entries(reasons))
      expect(found[name as FeatureName]).toMatch(pattern);
  });
});
