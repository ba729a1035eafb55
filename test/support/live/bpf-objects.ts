/** The eBPF programs, maps and links that processes hold, as bpftool lists them: to see that a run leaves none behind. */
import { execFileSync } from 'node:child_process';

const kinds = ['prog', 'map', 'link'] as const;

interface Listed {
  readonly id: number;
  readonly pids?: readonly { readonly pid: number }[];
}

/** As "prog 17", "map 18", … */
export function bpfObjectsOf(pids: readonly number[]): readonly string[] {
  return kinds.flatMap((kind) =>
    list(kind)
      .filter((object) => object.pids?.some(({ pid }) => pids.includes(pid)) === true)
      .map(({ id }) => `${kind} ${id}`),
  );
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

function list(kind: (typeof kinds)[number]): readonly Listed[] {
  const text = execFileSync('bpftool', ['-j', kind, 'list'], {
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text.trim() === '' ? [] : (JSON.parse(text) as Listed[]);
}
