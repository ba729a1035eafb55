/**
 * From functions seen in kernels of several versions to the bytes that src/kernel/source-files/open-index.ts reads and describes.
 * The same sightings in any order give the same bytes.
 */
import { deflateRawSync } from 'node:zlib';

export interface SeenFunction {
  readonly name: string;
  readonly file: string;
  /** Undefined: in the kernel itself. */
  readonly module: string | undefined;
}

export interface SeenKernel {
  /** "6.12.107" */
  readonly version: string;
  readonly functions: Iterable<SeenFunction>;
}

/** For each function its places, `file<TAB>module`, and for each of these a bit for each version. */
type Sightings = ReadonlyMap<string, ReadonlyMap<string, number>>;

export function encodeIndex(kernels: readonly SeenKernel[]): Buffer {
  const sightings = gather(kernels);
  const places = [...new Set([...sightings.values()].flatMap((where) => [...where.keys()]))].sort();
  const numbers = new Map(places.map((place, number) => [place, number]));
  const own = new Map<string, string[]>(places.map((place) => [place, []]));
  const shared: string[] = [];
  for (const name of [...sightings.keys()].sort()) {
    const where = [...(sightings.get(name) ?? [])]
      .map(([place, versions]) => ({ place, number: numbers.get(place) ?? 0, versions }))
      .sort((a, b) => a.number - b.number);
    const [first, ...more] = where;
    if (first !== undefined && more.length === 0) own.get(first.place)?.push(name);
    else shared.push([name, ...where.map(({ number, versions }) => `${number}:${versions}`)].join(' '));
  }
  const text = [
    kernels.map(({ version }) => version).join(' '),
    places.map((place) => `${place}\t${own.get(place)?.join(' ') ?? ''}`).join('\n'),
    shared.join('\n'),
  ].join('\n\n');
  return deflateRawSync(Buffer.from(text, 'latin1'), { level: 9, memLevel: 9 });
}

function gather(kernels: readonly SeenKernel[]): Sightings {
  const sightings = new Map<string, Map<string, number>>();
  for (const [version, { functions }] of kernels.entries()) {
    for (const { name, file, module } of functions) {
      const place = `${file}\t${module ?? ''}`;
      const where = sightings.get(name) ?? new Map<string, number>();
      sightings.set(name, where.set(place, (where.get(place) ?? 0) | (1 << version)));
    }
  }
  return sightings;
}
