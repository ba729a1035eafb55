/** Names for kernel addresses from /proc/kallsyms, read when the first is asked for. A symbol ends where the next one begins. */
import { readFileSync } from 'node:fs';
import type { KernelSymbol } from '../../../targets/reference/surroundings.ts';

interface Entry {
  readonly address: bigint;
  readonly name: string;
  readonly module: string;
}

export function symbolTable(read = readKallsyms): (address: bigint) => KernelSymbol | undefined {
  let entries: readonly Entry[] | undefined;
  return (address) => {
    entries ??= parseKallsyms(read());
    const index = lastAtOrBefore(entries, address);
    const entry = entries[index];
    const next = entries[index + 1];
    if (!entry || !next) return undefined;
    const { name, module } = entry;
    return { name, module, offset: address - entry.address, size: next.address - entry.address };
  };
}

function readKallsyms(): string {
  try {
    return readFileSync('/proc/kallsyms', 'latin1');
  } catch {
    return '';
  }
}

/** Addresses are all 0 for those who may not see them: then there are no symbols. Of several at one address the first stays. */
function parseKallsyms(text: string): Entry[] {
  const entries: Entry[] = [];
  for (const [, address = '', name = '', module = 'kernel'] of text.matchAll(
    /^([0-9a-f]+) [tTwW] (\S+)(?:\s+\[(\w+)\])?$/gm,
  )) {
    if (/[^0]/.test(address)) entries.push({ address: BigInt(`0x${address}`), name, module });
  }
  entries.sort((left, right) => (left.address < right.address ? -1 : left.address > right.address ? 1 : 0));
  return entries.filter((entry, index) => entry.address !== entries[index - 1]?.address);
}

function lastAtOrBefore(entries: readonly Entry[], address: bigint): number {
  let low = -1;
  let high = entries.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.address ?? 0n) <= address) low = middle;
    else high = middle;
  }
  return low;
}
