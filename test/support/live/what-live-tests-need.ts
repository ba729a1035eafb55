/** Why the live tests cannot run on a machine, for their skip message; undefined: they can. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { stsx } from './running-script.ts';

interface Need {
  readonly lack: string;
  readonly met: () => boolean;
}

export const builtStsx: Need = { lack: 'stsx is not built (npm run build)', met: () => existsSync(stsx) };

const needs: readonly Need[] = [
  builtStsx,
  { lack: 'they need root', met: () => process.geteuid?.() === 0 },
  { lack: 'this kernel has no BTF', met: () => existsSync('/sys/kernel/btf/vmlinux') },
  { lack: 'clang is not installed', met: () => works('clang', '--version') },
  { lack: 'there is no C compiler (cc)', met: () => works('cc', '--version') },
  { lack: 'network namespaces cannot be made (ip netns)', met: canMakeNamespaces },
];

function works(command: string, ...words: readonly string[]): boolean {
  try {
    execFileSync(command, [...words], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function canMakeNamespaces(): boolean {
  const name = `stsx-try-${process.pid}`;
  return works('ip', 'netns', 'add', name) && works('ip', 'netns', 'del', name);
}

export const bpftoolWorks = (): boolean => works('bpftool', 'version');

/** A group of live tests; skipped, with the reason in its name, where they cannot run. */
export function describeLive(name: string, tests: () => void, except: readonly Need[] = []): void {
  const lack = needs.find((need) => !except.includes(need) && !need.met())?.lack;
  if (lack === undefined) describe(name, tests);
  else describe.skip(`${name} (skipped: ${lack})`, tests);
}
