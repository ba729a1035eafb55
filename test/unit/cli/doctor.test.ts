import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { doctor } from '../../../src/cli/doctor.ts';
import { describedHost } from '../../support/kernel/described-host.ts';

let output = '';

beforeEach(() => {
  output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const fedora = { '/etc/os-release': 'ID=fedora\n', '/proc/self/status': 'CapEff:\t0000000000000000\n' };

describe('doctor', () => {
  it('on a bare machine says what is missing and what mends it', () => {
    expect(doctor('text', describedHost({ files: fedora }))).toBe(1);
    expect(output).toMatch(/missing {2}clang +not found.*\n +-> dnf install -y clang/);
    expect(output).toMatch(/missing {2}privileges +without CAP_BPF and CAP_PERFMON\n/);
    expect(output).toMatch(/missing {2}BTF .*\n +-> boot a kernel built with CONFIG_DEBUG_INFO_BTF=y/);
    expect(output).toMatch(/ok {7}release +Linux 6\.12\.0, x86_64\n/);
    expect(output).toContain('do not run here yet');
  });

  it('names an installed compiler', () => {
    doctor(
      'text',
      describedHost({
        files: fedora,
        commands: { 'clang --version': 'clang version 17.0.6\nTarget: x86_64\n' },
      }),
    );
    expect(output).toMatch(/ok {7}clang +clang version 17\.0\.6\n/);
  });

  it.each([
    ['v0.23.2', /ok {7}bpftrace +bpftrace v0\.23\.2; \.bt files are written for 0\.23\n/],
    [
      'v0.16.1',
      /limited {2}bpftrace +bpftrace v0\.16\.1; stsx writes for 0\.17 and later\n +-> dnf install -y bpftrace/,
    ],
  ])('says what text a bpftrace %s gets', (version, expected) => {
    doctor(
      'text',
      describedHost({ files: fedora, commands: { 'bpftrace --version': `bpftrace ${version}\n` } }),
    );
    expect(output).toMatch(expected);
  });

  it('gives the same as one JSON object', () => {
    expect(doctor('json', describedHost({ files: fedora }))).toBe(1);
    const answer = JSON.parse(output) as {
      ok: boolean;
      rows: { what: string; state: string; remedy?: string }[];
    };
    expect(answer.ok).toBe(false);
    expect(answer.rows.find(({ what }) => what === 'clang')).toMatchObject({ state: 'missing' });
    expect(answer.rows.find(({ what }) => what === 'clang')?.remedy).toContain('dnf install');
  });

  it('survives a look that fails', () => {
    const host = describedHost({ files: fedora });
    const broken = {
      ...host,
      readText: (path: string) => {
        if (path === '/proc/self/status') throw new Error('disk on fire');
        return host.readText(path);
      },
    };
    expect(doctor('text', broken)).toBe(1);
    expect(output).toMatch(/missing {2}privileges +disk on fire\n/);
  });
});
