/**
 * Boots a kernel in an emulator with a small root folder of programs, runs cases in it one after the other, and gives back what each
 * printed. The guest ends itself; after a time without an end it is killed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../src/package-root.ts';
import { cpioArchive, type ArchiveEntry } from './cpio-archive.ts';

export interface GuestCase {
  readonly name: string;
  /** For the guest's shell. */
  readonly command: string;
  /** Killed after that. */
  readonly seconds: number;
}

export interface CaseResult {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
  /** Process ids of the workload by role, in the order in which they began. */
  readonly processes: ReadonlyMap<string, readonly number[]>;
}

export interface GuestResult {
  /** uname -r in the guest; undefined: it did not come so far. */
  readonly release: string | undefined;
  readonly cases: ReadonlyMap<string, CaseResult>;
  /** What the kernel said, where it did not come to its end. */
  readonly console: string;
}

export interface GuestRequest {
  readonly image: string;
  /** By name in the guest's root folder. */
  readonly programs: ReadonlyMap<string, string>;
  readonly cases: readonly GuestCase[];
  readonly seconds: number;
}

/** Emulation in several threads (the default) spoils the processor's flags, and so does `cmpxchg16b`: kernels can do without. */
const machine = ['-accel', 'tcg,thread=single', '-cpu', 'Nehalem,-cx16', '-m', '1024'];
const devices = ['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'];
/** The kernel's test of the timer fails where the emulator gets too little time. */
const kernelArguments = 'console=ttyS0 loglevel=4 panic=1 mitigations=off nokaslr no_timer_check';

export async function runGuest(request: GuestRequest): Promise<GuestResult> {
  const folder = mkdtempSync(join(tmpdir(), 'stsx-guest-'));
  try {
    const archive = join(folder, 'initramfs');
    const console = join(folder, 'console');
    writeFileSync(archive, rootFolder(request));
    const boot = ['-kernel', request.image, '-initrd', archive, '-append', kernelArguments];
    const ports = ['-serial', `file:${console}`, '-serial', 'stdio'];
    const { sent, words } = await emulate([...machine, ...devices, ...boot, ...ports], request.seconds);
    const result = readResults(sent);
    return { ...result, console: words + readFileSync(console, 'latin1') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rootFolder({ programs, cases }: GuestRequest): Buffer {
  const file = (path: string, content: Buffer, executable: boolean): ArchiveEntry => ({
    path,
    content,
    executable,
  });
  const init = readFileSync(`${packageRoot}test/support/guests/init.sh`);
  const list = cases.map(({ name, command, seconds }) => `${name} ${seconds} ${command}\n`).join('');
  return cpioArchive([
    { path: 'bin', content: undefined, executable: false },
    file('init', init, true),
    file('cases', Buffer.from(list, 'latin1'), false),
    ...[...programs].map(([path, source]) => file(path, readFileSync(source), true)),
  ]);
}

function emulate(
  options: readonly string[],
  seconds: number,
): Promise<{ readonly sent: Buffer; readonly words: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('qemu-system-x86_64', [...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    const sent: Buffer[] = [];
    let words = '';
    const limit = setTimeout(() => {
      words += `no end after ${seconds} s\n`;
      child.kill('SIGKILL');
    }, seconds * 1000);
    child.stdout.on('data', (bytes: Buffer) => sent.push(bytes));
    child.stderr.setEncoding('latin1').on('data', (text: string) => {
      words += text;
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(limit);
      resolve({ sent: Buffer.concat(sent), words });
    });
  });
}

/** The lines that init.sh sends. A guest that broke down has sent less. */
function readResults(sent: Buffer): Omit<GuestResult, 'console'> {
  const text = sent.toString('latin1');
  const release = /^kernel (\S+)$/m.exec(text)?.[1];
  const cases = new Map<string, CaseResult>();
  let at = text.indexOf('\n') + 1;
  for (;;) {
    const end = text.indexOf('\n', at);
    const header = /^case (\S+) (\d+) (\d+) (\d+) (\d+)$/.exec(text.slice(at, end));
    if (end < 0 || header === null) return { release, cases };
    const [, name = '', status, ...lengths] = header;
    at = end + 1;
    const [output = '', errors = '', notes = ''] = lengths.map((length) => {
      const part = text.slice(at, at + Number(length));
      at += Number(length);
      return part;
    });
    cases.set(name, { status: Number(status), output, errors, processes: readNotes(notes) });
  }
}

function readNotes(notes: string): CaseResult['processes'] {
  const processes = new Map<string, number[]>();
  for (const [, role = '', pid] of notes.matchAll(/^(\S+) (\d+)$/gm))
    processes.set(role, [...(processes.get(role) ?? []), Number(pid)]);
  return processes;
}
