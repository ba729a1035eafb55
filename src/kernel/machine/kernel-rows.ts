/** Rows on the kernel itself: its version, what it tells of its types and symbols, and what this process may do with it. */
import type { Host } from '../host.ts';
import { isAtLeast } from '../kernel-release.ts';
import { lockdown } from '../lockdown.ts';
import { missingCapabilities } from '../privileges.ts';
import type { RowLook } from './describe-machine.ts';
import type { MachineRow } from './machine-row.ts';

/** Ring buffers and CAP_BPF came with it; what the compiled programs use. */
const oldest = [5, 8] as const;

export const kernelRows: readonly (readonly [what: string, look: RowLook])[] = [
  [
    'release',
    ({ kernel }) => {
      const detail = `Linux ${kernel.release}, ${kernel.architecture}`;
      return isAtLeast(kernel.release, ...oldest)
        ? row('release', 'ok', detail)
        : row('release', 'missing', `${detail}: too old`, `boot Linux ${oldest.join('.')} or newer`);
    },
  ],
  [
    'BTF',
    ({ kernel, host }) => {
      if (kernel.types !== undefined) {
        const modules = host.list('/sys/kernel/btf').length - 1;
        return row('BTF', 'ok', modules === 0 ? 'the kernel' : `the kernel and ${modules} modules`);
      }
      return row(
        'BTF',
        'missing',
        'this kernel does not tell its types (/sys/kernel/btf/vmlinux is missing)',
        'boot a kernel built with CONFIG_DEBUG_INFO_BTF=y; those of current distributions are',
      );
    },
  ],
  [
    'privileges',
    ({ host }) => {
      const missing = missingCapabilities(host);
      if (missing.length === 0) return row('privileges', 'ok', 'may load eBPF programs');
      return row(
        'privileges',
        'missing',
        `without ${missing.join(' and ')}`,
        'run stsx as root (sudo stsx …)',
      );
    },
  ],
  [
    'lockdown',
    ({ host }) => {
      const state = lockdown(host);
      return state === 'confidentiality'
        ? row(
            'lockdown',
            'missing',
            'confidentiality: programs cannot read kernel memory',
            'boot with lockdown=integrity, or without Secure Boot',
          )
        : row('lockdown', 'ok', state);
    },
  ],
  [
    'eBPF compiler',
    ({ host }) =>
      host.readText('/proc/sys/net/core/bpf_jit_enable')?.trim() === '0'
        ? row('eBPF compiler', 'limited', 'off: programs are interpreted', 'sysctl net.core.bpf_jit_enable=1')
        : row('eBPF compiler', 'ok', 'on'),
  ],
  ['symbols', ({ host }) => symbolsRow(host)],
];

function symbolsRow(host: Host): MachineRow {
  // A kernel that hides addresses shows zeros.
  const text = host.run('head', ['-n', '50', '/proc/kallsyms']) ?? '';
  if (/^(?!0+ )[0-9a-f]+ /m.test(text)) return row('symbols', 'ok', '/proc/kallsyms shows addresses');
  const remedy = 'as root: sysctl kernel.kptr_restrict=1';
  return row('symbols', 'limited', 'no addresses in /proc/kallsyms: symname() prints numbers', remedy);
}

function row(what: string, state: MachineRow['state'], detail: string, remedy?: string): MachineRow {
  return { group: 'kernel', what, state, detail, ...(remedy === undefined ? {} : { remedy }) };
}
