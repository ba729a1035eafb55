/**
 * What each version of bpftrace has, as data: a feature and the version that brought it, from bpftrace's changelog and manual. A dialect
 * is a version and the question whether it has a feature; nothing else in this target compares versions.
 */
export interface Version {
  readonly major: number;
  readonly minor: number;
}

interface FeatureRow {
  readonly since: `${number}.${number}`;
  /** For docs/bpftrace.md. */
  readonly what: string;
}

export const features = {
  'raw-tracepoint': { since: '0.18', what: 'probes on raw tracepoints (`rawtracepoint:`)' },
  'bit-fields': { since: '0.18', what: "members that are bit fields, by the kernel's BTF" },
  offsetof: { since: '0.18', what: '`offsetof(struct, member)`' },
  'args-structure': { since: '0.19', what: '`args.name`; before it `args->name`' },
  'fentry-name': { since: '0.20', what: '`fentry:` and `fexit:`; before it `kfunc:` and `kretfunc:`' },
  'config-block': { since: '0.20', what: '`config = { … }`' },
  'kprobe-module': { since: '0.20', what: '`kprobe:module:function`' },
  'castable-aggregates': {
    since: '0.21',
    what: 'the value of a `count()`, `sum()`, `min()` or `max()` in an expression',
  },
  'map-loops': {
    since: '0.22',
    what: '`for ($kv : @map)` in any number of probes, with variables of the probe inside (0.21 has neither), `has_key()`, tuples as keys',
  },
  'quiet-exit': { since: '0.22', what: 'maps are not printed at exit (`print_maps_on_exit`)' },
  'long-strings': { since: '0.23', what: 'strings of up to 1023 bytes; before it 63' },
  'range-loops': {
    since: '0.24',
    what: '`for ($i : 0..N)`, and `break`, `continue` and `return` in loops over maps',
  },
  'messages-on-stderr': {
    since: '0.24',
    what: "bpftrace's own messages on standard error; before it on standard output",
  },
  'listed-tracepoints': {
    since: '0.24',
    what: 'raw tracepoints only where ftrace lists the functions that can be traced',
  },
  'user-mode': { since: '0.24', what: '`usermode`' },
  'dynamic-index': { since: '0.24', what: 'array elements by a computed index' },
  'discard-warnings': {
    since: '0.24',
    what: '`_ = delete(…)`, which says nothing where there was no such element',
  },
  'map-declarations': {
    since: '0.25',
    what: '`let @map = hash(N)`: maps of a size of their own',
  },
  'branches-in-choices': {
    since: '0.25',
    what: '`? :` with an arm that reads a map or chooses again: before it, its value can be wrong',
  },
  'whole-texts': { since: '0.24', what: 'no more precision of texts in printf: `%.2s`' },
  'loop-scope': { since: '0.26', what: 'loops over maps whose variables have the same name and other types' },
  'several-begins': { since: '0.25', what: 'more than one `BEGIN` and `END`' },
} as const satisfies Record<string, FeatureRow>;

export type Feature = keyof typeof features;

export interface Dialect {
  /** `0.23` */
  readonly version: string;
  has(feature: Feature): boolean;
}

export const oldestVersion = '0.17';
export const newestVersion = '0.27';

/** From `0.23`, `0.23.2` or `v0.23.2`; undefined: that is no version. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.\d+)?(?:[-+~].*)?$/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

export function isBefore(left: Version, right: Version): boolean {
  return left.major < right.major || (left.major === right.major && left.minor < right.minor);
}

/** Undefined: that is no version, or one before the oldest that stsx writes for. */
export function dialectOf(text: string): Dialect | undefined {
  const version = parseVersion(text);
  if (!version || isBefore(version, required(oldestVersion))) return undefined;
  return {
    version: `${version.major}.${version.minor}`,
    has: (feature) => !isBefore(version, required(features[feature].since)),
  };
}

function required(text: string): Version {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} in the table of features is no version`);
  return version;
}
