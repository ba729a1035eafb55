/** The one command that installs what building eBPF programs takes on this distribution; for messages. */
import { readFileSync } from 'node:fs';
import packages from './system-packages.json' with { type: 'json' };

/** `osRelease` is the text of os-release(5). */
export function installCommand(osRelease: string = readOsRelease()): string {
  const ids = [...osRelease.matchAll(/^(?:ID|ID_LIKE)=["']?([^"'\n]*)/gm)].flatMap((match) =>
    (match[1] ?? '').split(' '),
  );
  const family = packages.families.find((candidate) => candidate.ids.some((id) => ids.includes(id)));
  return family?.command ?? packages.otherwise;
}

function readOsRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
