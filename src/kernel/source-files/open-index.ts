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
  /** Functions at several places. */
  readonly shared: readonly string[];
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
    shared: shared.split('\n'),
    preference: versionPreference(versions.split(' '), release).map((version) => 1 << version),
  };
  return {
    functionsIn: (matchesFile) => functionsIn(index, matchesFile),
    knows: (name) => knows(index, name),
  };
}

/** Asked for a name or two of a script: the text is searched as it stands. */
function knows({ places, shared }: Index, name: string): boolean {
  const only = places.some(
    (place) =>
      moduleOf(place) === undefined && ` ${place.slice(place.lastIndexOf('\t') + 1)} `.includes(` ${name} `),
  );
  if (only) return true;
  return shared.some(
    (line) =>
      line.startsWith(`${name} `) &&
      line
        .slice(name.length + 1)
        .split(' ')
        .some((entry) => moduleOf(places[Number.parseInt(entry, 10)] ?? '') === undefined),
  );
}

function functionsIn(index: Index, matchesFile: (file: string) => boolean): FunctionsOfFiles {
  const files = new Map<string, string>();
  const matching = new Set<number>();
  for (const [number, place] of index.places.entries()) {
    const file = fileOf(place);
    if (!matchesFile(file)) continue;
    matching.add(number);
    for (const name of place.slice(place.lastIndexOf('\t') + 1).split(' ')) files.set(name, file);
  }
  const sightings = sightingsAt(index, matching);
  function find(name: string, module: string | undefined): DefinedFunction | undefined {
    const only = files.get(name);
    if (only !== undefined) return { file: only, otherFiles: [] };
    const candidates = filesOf(sightings.get(name) ?? [], module, index.preference);
    const file = candidates.find(matchesFile);
    if (file === undefined) return undefined;
    return { file, otherFiles: candidates.filter((candidate) => !matchesFile(candidate)) };
  }
  return { find };
}

/** Of functions at several places, those with one of these among theirs: where all they are. */
function sightingsAt(index: Index, matching: ReadonlySet<number>): ReadonlyMap<string, readonly Sighting[]> {
  const sightings = new Map<string, readonly Sighting[]>();
  for (const line of index.shared) {
    if (!isAtOneOf(line, matching)) continue;
    const [name = '', ...where] = line.split(' ');
    const entries = where.map((entry) => entry.split(':').map(Number));
    sightings.set(
      name,
      entries.map(([place = -1, versions = 0]) => sightingOf(index.places[place] ?? '', versions)),
    );
  }
  return sightings;
}

/** Reads only the numbers of places: this is done for thousands of lines. */
function isAtOneOf(line: string, matching: ReadonlySet<number>): boolean {
  for (let space = line.indexOf(' '); space >= 0; space = line.indexOf(' ', space + 1)) {
    if (matching.has(Number.parseInt(line.slice(space + 1, line.indexOf(':', space)), 10))) return true;
  }
  return false;
}

function sightingOf(place: string, versions: number): Sighting {
  return { file: fileOf(place), module: moduleOf(place), versions };
}

function moduleOf(place: string): string | undefined {
  const start = place.indexOf('\t') + 1;
  const module = place.slice(start, place.indexOf('\t', start));
  return module === '' ? undefined : module;
}

function fileOf(place: string): string {
  return place.slice(0, place.indexOf('\t'));
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
