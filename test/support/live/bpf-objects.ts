/**
 * The eBPF programs, maps and links that processes hold, as the kernel tells of their open files, and which of them are still there
 * later, as bpftool lists them: to see that a run leaves none behind.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const kinds = ['prog', 'map', 'link'] as const;

/** As "prog 17", "map 18", … A process that ends meanwhile holds none. */
export function bpfObjectsOf(pids: readonly number[]): readonly string[] {
  return [...new Set(pids.flatMap(objectsOf))].sort();
}

function objectsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fdinfo`).flatMap((file) => {
      const text = readFileSync(`/proc/${pid}/fdinfo/${file}`, 'latin1');
      return [...text.matchAll(/^(prog|map|link)_id:\s+(\d+)$/gm)].map(([, kind, id]) => `${kind} ${id}`);
    });
  } catch {
    return [];
  }
}

/** Those of them that still exist. The kernel frees objects a moment after their last user is gone. */
export async function remainingObjects(objects: readonly string[]): Promise<readonly string[]> {
  let remaining: readonly string[] = objects;
  for (let attempt = 0; attempt < 30 && remaining.length > 0; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    const existing = new Set(kinds.flatMap((kind) => list(kind).map(({ id }) => `${kind} ${id}`)));
    remaining = objects.filter((object) => existing.has(object));
  }
  return remaining;
}

function list(kind: (typeof kinds)[number]): readonly { readonly id: number }[] {
  const text = execFileSync('bpftool', ['-j', kind, 'list'], {
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text.trim() === '' ? [] : (JSON.parse(text) as { readonly id: number }[]);
}
