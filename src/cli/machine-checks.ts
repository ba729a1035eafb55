/**
 * What `stsx doctor` looks at, a row a check. `required` rows are what running a probing script on this machine takes; the others say what
 * a kernel offers. Each row looks at its own thing only, so one that fails does not hide the next.
 */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { installCommand } from '../6-run/install-command.ts';
import type { Kernel, KernelFeatures } from '../kernel/kernel.ts';

export interface MachineCheck {
  readonly name: string;
  readonly group: 'machine' | 'kernel' | 'attach';
  readonly required: boolean;
  readonly look: (kernel: Kernel) => Finding;
}

export interface Finding {
  readonly ok: boolean;
  readonly detail: string;
  /** What mends it: a command, or a sentence where there is none. */
  readonly mend?: string;
}

const headers = '#include <bpf/libbpf.h>\n#include <gelf.h>\n#include <zlib.h>\n';

const features: readonly (readonly [keyof KernelFeatures, string, string])[] = [
  ['rawTracepoint', 'raw tracepoints', 'kernel.trace("…")'],
  ['kprobe', 'kprobes', 'kernel.function("…")'],
  ['kprobeMulti', 'kprobe multi', 'many functions in one attach'],
  ['fentry', 'fentry and fexit', 'kernel.function("…") at the least cost'],
  ['uprobe', 'uprobes', 'process("…")'],
  ['perfEvent', 'perf events', 'timer.profile'],
];

export const machineChecks: readonly MachineCheck[] = [
  {
    name: 'Node.js',
    group: 'machine',
    required: true,
    look: () => ({ ok: true, detail: process.version }),
  },
  {
    name: 'privilege',
    group: 'machine',
    required: true,
    look: () =>
      process.geteuid?.() === 0
        ? { ok: true, detail: 'root' }
        : { ok: false, detail: 'not root: programs cannot be loaded', mend: 'sudo stsx …' },
  },
  { name: 'clang', group: 'machine', required: true, look: () => program('clang', ['--version']) },
  { name: 'make', group: 'machine', required: true, look: () => program('make', ['--version']) },
  {
    name: 'libbpf, libelf, zlib',
    group: 'machine',
    required: true,
    look: () => {
      try {
        execFileSync('clang', ['-fsyntax-only', '-x', 'c', '-'], {
          input: headers,
          stdio: ['pipe', 'ignore', 'ignore'],
        });
        return { ok: true, detail: 'their headers are there' };
      } catch {
        return { ok: false, detail: 'their headers are missing', mend: installCommand() };
      }
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
        ? { ok: true, detail: `${kernel.types.tracepointNames().length} tracepoints with their arguments` }
        : {
            ok: false,
            detail: 'this kernel has no BTF (/sys/kernel/btf/vmlinux), so its types are unknown',
            mend: 'boot a kernel with CONFIG_DEBUG_INFO_BTF=y; all current distributions have one',
          },
  },
  {
    name: 'symbols',
    group: 'kernel',
    required: false,
    look: () =>
      /^(?!0+ )[0-9a-f]+ [tT] /m.test(head('/proc/kallsyms'))
        ? { ok: true, detail: '/proc/kallsyms shows addresses' }
        : {
            ok: false,
            detail: 'no addresses in /proc/kallsyms: symname() prints numbers',
            mend: 'sysctl kernel.kptr_restrict=1, as root',
          },
  },
  {
    name: 'tracefs',
    group: 'kernel',
    required: false,
    look: () =>
      ['/sys/kernel/tracing/events', '/sys/kernel/debug/tracing/events'].some(readable)
        ? { ok: true, detail: 'mounted' }
        : { ok: false, detail: 'not mounted', mend: 'mount -t tracefs tracefs /sys/kernel/tracing' },
  },
  ...features.map(([feature, name, serves]): MachineCheck => ({
    name,
    group: 'attach',
    required: false,
    look: (kernel) =>
      kernel.features[feature]
        ? { ok: true, detail: serves }
        : { ok: false, detail: `this kernel has none (${serves})` },
  })),
];

function program(command: string, words: readonly string[]): Finding {
  try {
    const [first = ''] = execFileSync(command, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\n');
    return { ok: true, detail: first };
  } catch {
    return { ok: false, detail: 'not found', mend: installCommand() };
  }
}

function head(path: string): string {
  return existsSync(path) && readable(path) ? readFileSync(path, 'latin1').slice(0, 65_536) : '';
}

function readable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
