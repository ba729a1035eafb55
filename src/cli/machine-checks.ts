/**
 * What `stsx doctor` looks at, a row a check. `required` rows are what running a probing script on this machine takes; the others say what
 * a kernel offers. Each row looks at its own thing only, so one that fails does not hide the next.
 */
import { installCommand } from '../6-run/install-command.ts';
import type { Host } from '../kernel/host.ts';
import type { FeatureName, Kernel } from '../kernel/kernel.ts';
import { lockdown } from '../kernel/lockdown.ts';
import { missingCapabilities } from '../kernel/privileges.ts';

export interface MachineCheck {
  readonly name: string;
  readonly group: 'machine' | 'kernel' | 'attach';
  readonly required: boolean;
  readonly look: (kernel: Kernel, host: Host) => Finding;
}

export interface Finding {
  readonly ok: boolean;
  readonly detail: string;
  /** What mends it: a command, or a sentence where there is none. */
  readonly mend?: string;
}

const features: readonly (readonly [FeatureName, string, string])[] = [
  ['rawTracepoint', 'raw tracepoints', 'kernel.trace("…")'],
  ['kprobe', 'kprobes', 'kernel.function("…")'],
  ['kprobeMulti', 'kprobe multi', 'many functions in one attach'],
  ['fentry', 'fentry and fexit', 'kernel.function("…") at the least cost'],
  ['uprobe', 'uprobes', 'process("…")'],
  ['perfEvent', 'perf events', 'timer.profile'],
];

const headers = ['bpf/libbpf.h', 'gelf.h', 'zlib.h'];

export const machineChecks: readonly MachineCheck[] = [
  { name: 'Node.js', group: 'machine', required: true, look: () => ({ ok: true, detail: process.version }) },
  {
    name: 'privileges',
    group: 'machine',
    required: true,
    look: (_kernel, host) => {
      const missing = missingCapabilities(host);
      return missing.length === 0
        ? { ok: true, detail: 'enough to load eBPF programs' }
        : {
            ok: false,
            detail: `${missing.join(' and ')} missing: programs cannot be loaded`,
            mend: 'sudo stsx …',
          };
    },
  },
  { name: 'clang', group: 'machine', required: true, look: (_kernel, host) => program(host, 'clang') },
  { name: 'make', group: 'machine', required: true, look: (_kernel, host) => program(host, 'make') },
  {
    name: 'libbpf, libelf, zlib',
    group: 'machine',
    required: true,
    look: (_kernel, host) => {
      const includes = headers.flatMap((header) => ['-include', header]);
      return host.run('clang', ['-fsyntax-only', ...includes, '-x', 'c', '/dev/null']) !== undefined
        ? { ok: true, detail: 'their headers are there' }
        : {
            ok: false,
            detail: 'their headers are missing',
            mend: installCommand(host.readText('/etc/os-release') ?? ''),
          };
    },
  },
  {
    name: 'release',
    group: 'kernel',
    required: false,
    look: (kernel) => ({ ok: true, detail: `${kernel.release} ${kernel.architecture}` }),
  },
  {
    name: 'BTF',
    group: 'kernel',
    required: true,
    look: (kernel) =>
      kernel.types !== undefined
        ? { ok: true, detail: `types of everything, ${kernel.types.tracepointNames().length} tracepoints` }
        : {
            ok: false,
            detail: 'this kernel has no /sys/kernel/btf/vmlinux, so its types are unknown',
            mend: 'boot a kernel built with CONFIG_DEBUG_INFO_BTF=y, as those of all current distributions are',
          },
  },
  {
    name: 'symbols',
    group: 'kernel',
    required: false,
    look: (_kernel, host) =>
      /^(?!0+ )[0-9a-f]+ [tT] /m.test((host.readText('/proc/kallsyms') ?? '').slice(0, 65_536))
        ? { ok: true, detail: '/proc/kallsyms shows addresses' }
        : {
            ok: false,
            detail: '/proc/kallsyms shows no addresses: symname() gives numbers',
            mend: 'sysctl kernel.kptr_restrict=1, and run as root',
          },
  },
  {
    name: 'lockdown',
    group: 'kernel',
    required: false,
    look: (_kernel, host) => {
      const level = lockdown(host);
      return level === 'confidentiality'
        ? {
            ok: false,
            detail: 'confidentiality: probes may not read kernel memory',
            mend: 'boot with lockdown=integrity or none',
          }
        : { ok: true, detail: level };
    },
  },
  ...features.map(([feature, name, serves]): MachineCheck => ({
    name,
    group: 'attach',
    required: false,
    look: (kernel) =>
      kernel.features[feature]
        ? { ok: true, detail: `for ${serves}` }
        : {
            ok: false,
            detail: `${kernel.features.reasons?.[feature] ?? 'this kernel has none'} (for ${serves})`,
          },
  })),
];

function program(host: Host, command: string): Finding {
  const [version] = host.run(command, ['--version'])?.split('\n') ?? [];
  return version === undefined
    ? { ok: false, detail: 'not found', mend: installCommand(host.readText('/etc/os-release') ?? '') }
    : { ok: true, detail: version };
}
