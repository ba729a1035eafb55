import { describe, expect, it } from 'vitest';
import { describeMachine } from '../../../../src/kernel/machine/describe-machine.ts';
import type { MachineRow } from '../../../../src/kernel/machine/machine-row.ts';
import { describedHost, type HostDescription } from '../../../support/kernel/described-host.ts';

const given = { installCommand: 'apt-get install -y clang libbpf-dev', cacheFolder: '/home/me/.cache/stsx' };

function row(what: string, description: HostDescription): MachineRow | undefined {
  return describeMachine({ ...given, host: describedHost(description) }).find(
    (candidate) => candidate.what === what,
  );
}

describe('describeMachine', () => {
  it('has a row for everything on a machine that has nothing, each with what to do', () => {
    const rows = describeMachine({ ...given, host: describedHost({ readOnly: ['/'] }) });
    expect(rows.length).toBeGreaterThan(15);
    const missing = rows.filter(({ group, state }) => group !== 'attach' && state !== 'ok');
    expect(missing.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'BTF',
        'privileges',
        'symbols',
        'clang',
        'libbpf',
        'libelf',
        'zlib',
        'cache folder',
      ]),
    );
    for (const { what, remedy } of missing) expect([what, remedy]).toEqual([what, expect.any(String)]);
  });

  it('tells a privileged process from one that is not', () => {
    const status = (capabilities: string): HostDescription => ({
      files: { '/proc/self/status': `Name:\tnode\nCapPrm:\t0\nCapEff:\t${capabilities}\n` },
    });
    expect(row('privileges', status('000001ffffffffff'))?.state).toBe('ok');
    expect(row('privileges', status('000000c000000000'))?.state).toBe('ok');
    expect(row('privileges', status('0000008000000000'))?.detail).toBe('without CAP_PERFMON');
    expect(row('privileges', status('0000000000000000'))?.detail).toBe('without CAP_BPF and CAP_PERFMON');
  });

  it('wants a library’s header and its static archive', () => {
    const files = { '/usr/include/bpf/libbpf.h': '', '/usr/lib/libbpf.a': '' };
    const commands = { 'clang -print-file-name=libbpf.a': '/usr/lib/libbpf.a\n' };
    expect(row('libbpf', { files, commands })?.state).toBe('ok');
    expect(row('libbpf', { files, commands: { 'clang -print-file-name=libbpf.a': 'libbpf.a\n' } })).toEqual({
      group: 'tools',
      what: 'libbpf',
      state: 'missing',
      detail: 'its static library libbpf.a not found',
      remedy: given.installCommand,
    });
  });

  it('installs bpftrace under its own name', () => {
    expect(row('bpftrace', {})).toMatchObject({ state: 'limited', remedy: 'apt-get install -y bpftrace' });
  });

  it('names the folder that has to be writable', () => {
    const machine = { files: { '/home/me/x': '' }, readOnly: ['/home/me'] };
    expect(row('cache folder', machine)?.remedy).toContain('/home/me ');
    expect(row('cache folder', { files: { '/home/me/x': '' } })?.state).toBe('ok');
  });

  it('says why a mechanism is missing', () => {
    expect(row('kprobes', { release: '6.12.0' })?.detail).toMatch(
      /kernel\.function.*: this kernel has no kprobes/,
    );
  });

  it('turns a look that fails into a finding', () => {
    const host = {
      ...describedHost({}),
      run: () => {
        throw new Error('out of processes');
      },
    };
    const rows = describeMachine({ ...given, host });
    expect(rows.find(({ what }) => what === 'clang')).toMatchObject({
      state: 'missing',
      detail: 'out of processes',
    });
  });
});
