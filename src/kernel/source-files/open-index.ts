/**
 * From the bytes of the index to answers for a kernel of one release. Where a function moved between files, the newest version
 * counts that is not newer than the kernel and knows the function, then the nearest newer one.
 *
 * The bytes are deflated text of three parts with an empty line between: the versions of kernels that were read; a line for each
 * place, `file<TAB>module<TAB>function function …` with the functions that are nowhere else; a line for each other function, `name
 * place:versions place:versions …` with a place's line counted from 0 and a bit for each version. Lines of places are taken apart
 * only when their files are asked for.
 */
import { inflateRawSync } from 'node:zlib';
import type { DefinedFunction, FunctionsOfFiles, SourceFileIndex } from '../kernel.ts';

interface Index {
  /** A source file as it is built into the kernel or into one module; a file may be several places. */
  readonly places: readonly string[];
  /** Of functions at several places: where, as text. */
  readonly shared: ReadonlyMap<string, string>;
  /** Bits of versions, the best for the kernel first. */
  readonly preference: readonly number[];
}

/** One of several places of a function. */
interface Sighting {
  readonly file: string;
  readonly module: string | undefined;
  readonly versions: number;
}

export function openIndex(bytes: Uint8Array, release: string): SourceFileIndex {
  const text = inflateRawSync(bytes).toString('latin1');
  const [versions = '', places = '', shared = ''] = text.split('\n\n');
  const index: Index = {
    places: places.split('\n'),
    shared: new Map(shared.split('\n').map(cutName)),
    preference: versionPreference(versions.split(' '), release).map((version) => 1 << version),
  };
  return { functionsIn: (matchesFile) => functionsIn(index, matchesFile) };
}

function cutName(line: string): readonly [name: string, rest: string] {
  const space = line.indexOf(' ');
  return [line.slice(0, space), line.slice(space + 1)];
}

function functionsIn(index: Index, matchesFile: (file: string) => boolean): FunctionsOfFiles {
  const files = new Map<string, string>();
  for (const place of index.places) {
    const file = fileOf(place);
    if (!matchesFile(file)) continue;
    const names = place.slice(place.indexOf('\t', file.length + 1) + 1);
    for (const name of names.split(' ')) files.set(name, file);
  }
  function find(name: string, module: string | undefined): DefinedFunction | undefined {
    const only = files.get(name);
    if (only !== undefined) return { file: only, otherFiles: [] };
    const candidates = filesOf(sightingsOf(index, name), module, index.preference);
    const file = candidates.find(matchesFile);
    if (file === undefined) return undefined;
    return { file, otherFiles: candidates.filter((candidate) => !matchesFile(candidate)) };
  }
  return { find };
}

function fileOf(place: string): string {
  return place.slice(0, place.indexOf('\t'));
}

function sightingsOf(index: Index, name: string): readonly Sighting[] {
  const where = index.shared.get(name);
  if (where === undefined) return [];
  return where.split(' ').map((entry) => {
    const [place = 0, versions = 0] = entry.split(':').map(Number);
    const [file = '', module = ''] = (index.places[place] ?? '').split('\t', 2);
    return { file, module: module === '' ? undefined : module, versions };
  });
}

/** The files of a function in the version that counts; in the module that is asked for if that is known to have such a function. */
function filesOf(
  sightings: readonly Sighting[],
  module: string | undefined,
  preference: readonly number[],
): readonly string[] {
  const here = sightings.filter((sighting) => sighting.module === module);
  const relevant = here.length > 0 ? here : sightings;
  for (const version of preference) {
    const known = relevant.filter(({ versions }) => (versions & version) !== 0);
    if (known.length > 0) return [...new Set(known.map(({ file }) => file))];
  }
  return [];
}

/** Numbers of versions in their list, the best for this release first. */
export function versionPreference(versions: readonly string[], release: string): readonly number[] {
  const wanted = rank(release);
  const ranked = versions.map((version, index) => ({ index, rank: rank(version) }));
  const older = ranked.filter(({ rank }) => rank <= wanted).sort((a, b) => b.rank - a.rank);
  const newer = ranked.filter(({ rank }) => rank > wanted).sort((a, b) => a.rank - b.rank);
  return [...older, ...newer].map(({ index }) => index);
}

/** "6.12.107" and "6.12-rc1": only major and minor count; source files do not move in stable updates. */
function rank(version: string): number {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) * 1000 + Number(minor);
}
