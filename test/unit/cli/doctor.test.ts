import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { doctor } from '../../../src/cli/doctor.ts';
import type { Host } from '../../../src/kernel/host.ts';

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

/** A machine with these files and commands and nothing else. */
function host(
  files: Readonly<Record<string, string>>,
  commands: Readonly<Record<string, string>> = {},
): Host {
  return {
    release: '6.1.0-test',
    architecture: 'x64',
    readBytes: () => undefined,
    readText: (path) => files[path],
    readFailure: (path) => (path in files ? undefined : 'ENOENT'),
    exists: (path) => path in files,
    isWritable: () => false,
    list: () => [],
    run: (command) => commands[command],
    environment: () => undefined,
  };
}

const fedora = { '/etc/os-release': 'ID=fedora\n', '/proc/self/status': 'CapEff:\t0000000000000000\n' };

describe('doctor', () => {
  it('on a bare machine says what is missing and what mends it', () => {
    expect(doctor('text', host(fedora))).toBe(1);
    expect(output).toMatch(/NO {3}privileges +CAP_BPF and CAP_PERFMON missing/);
    expect(output).toMatch(/NO {3}clang +not found\n +-> dnf install -y clang/);
    expect(output).toMatch(/NO {3}BTF .*\n +-> boot a kernel built with CONFIG_DEBUG_INFO_BTF=y/);
    expect(output).toMatch(/yes {2}release +6\.1\.0-test x86_64\n/);
    expect(output).toContain('do not run here yet');
  });

  it('names an installed compiler', () => {
    doctor('text', host(fedora, { clang: 'clang version 17.0.6 (Fedora)\nTarget: x86_64\n' }));
    expect(output).toMatch(/yes {2}clang +clang version 17\.0\.6 \(Fedora\)\n/);
  });

  it('gives the same as one JSON object', () => {
    expect(doctor('json', host(fedora))).toBe(1);
    const answer = JSON.parse(output) as {
      ok: boolean;
      checks: { name: string; ok: boolean; required: boolean; mend?: string }[];
    };
    expect(answer.ok).toBe(false);
    expect(answer.checks.find(({ name }) => name === 'make')).toMatchObject({ ok: false, required: true });
    expect(answer.checks.find(({ name }) => name === 'make')?.mend).toContain('dnf install');
  });

  it('survives a check that throws', () => {
    const broken = {
      ...host(fedora),
      readText: () => {
        throw new Error('disk on fire');
      },
    };
    expect(doctor('text', broken)).toBe(1);
    expect(output).toContain('disk on fire');
    expect(output).toContain('v');
  });
});
