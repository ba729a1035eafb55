/**
 * What a .bt file can mean differently from its script, each with a number that stays and a sentence. `{name}` holes are filled where it
 * is noted. A script's deviations stand at the head of its .bt, `check --target bpftrace` lists them, and `--strict` refuses them.
 */
export interface DeviationRow {
  readonly number: number;
  readonly sentence: string;
}

export const deviations = {
  'full-array': {
    number: 1,
    sentence:
      'An array that is full ({arrays}) takes no new elements and says nothing of it, or a warning from 0.23 on; SystemTap ends the script with an error.',
  },
  'map-text': {
    number: 2,
    sentence:
      'The lines that the script makes of {arrays} are printed as bpftrace prints a map, lowest value first, and emptied by its process, which loses events if it is late by a whole period: this version cannot walk through a map.',
  },
  'computed-array': {
    number: 3,
    sentence:
      'What the script computes of {arrays} in a loop is left out: this version cannot walk through a map.',
  },
  'tie-order': {
    number: 4,
    sentence:
      'Elements of {arrays} come in no order of their own where SystemTap keeps that of their insertion.',
  },
  'text-order': {
    number: 5,
    sentence: 'A foreach sorted by text ({arrays}) goes through its elements in no order.',
  },
  'read-fault': {
    number: 6,
    sentence: 'Memory that cannot be read is 0 or an empty text; SystemTap raises an error there.',
  },
  'division-by-zero': {
    number: 7,
    sentence: 'A division by 0 gives 0; SystemTap ends the script with an error.',
  },
  'lost-updates': {
    number: 8,
    sentence: 'Events on several CPUs at once can lose an update of {arrays}; SystemTap locks it.',
  },
  'short-strings': {
    number: 9,
    sentence: 'Strings end after 63 bytes in this version, in SystemTap after 511.',
  },
  'nested-events': {
    number: 10,
    sentence:
      'An event in an interrupt that came while another event was handled on the same CPU is left out by the kernel: this version has no raw tracepoints.',
  },
  'error-probes': {
    number: 11,
    sentence: 'The probe error is left out, for bpftrace raises no errors.',
  },
  'error-output': {
    number: 12,
    sentence: 'What error() and warn() say goes to standard output, and no error probes run.',
  },
  'own-messages': {
    number: 13,
    sentence: 'bpftrace says on standard output how many probes it attaches, in this version.',
  },
  'timer-jitter': {
    number: 14,
    sentence: 'Timers have no random part.',
  },
  'profile-rate': {
    number: 15,
    sentence: "timer.profile beats 100 times a second on each CPU, not at the kernel's own rate.",
  },
  'empty-aggregate': {
    number: 16,
    sentence: 'The @min, @max and @avg of an empty aggregate are 0; SystemTap raises an error.',
  },
  format: {
    number: 17,
    sentence: 'bpftrace has no {what} in printf: the value is printed without it.',
  },
  histogram: {
    number: 18,
    sentence: 'The histogram of {arrays} is drawn as bpftrace draws it.',
  },
  'reset-race': {
    number: 19,
    sentence:
      'Events that come while {arrays} are emptied can be lost, for the script empties them on a condition only.',
  },
  actions: {
    number: 20,
    sentence:
      'A while or for ends after {rounds} rounds; SystemTap ends the script with an error when MAXACTION runs out.',
  },
  'ipv6-text': {
    number: 21,
    sentence: 'IPv6 addresses are written short (::1), where SystemTap writes all eight groups.',
  },
  'boot-clock': {
    number: 22,
    sentence: 'gettimeofday_*() count from the start of the system, not from 1970.',
  },
  'wrapping-array': {
    number: 23,
    sentence: 'When {arrays} are full they take no new elements; in SystemTap the oldest makes room.',
  },
  'unlimited-stats': {
    number: 24,
    sentence:
      'The count, sum and average of {arrays} are printed of all elements, whatever the limit: this version prints no part of such a map.',
  },
} as const satisfies Record<string, DeviationRow>;

export type DeviationName = keyof typeof deviations;

export interface Deviation {
  readonly name: DeviationName;
  readonly number: number;
  readonly text: string;
}

/** Collects the deviations of one script; a name met again adds to its list of arrays. */
export class DeviationList {
  private readonly found = new Map<
    DeviationName,
    { readonly arrays: Set<string>; readonly values: Map<string, string> }
  >();

  note(
    name: DeviationName,
    arrays: readonly string[] = [],
    values: Readonly<Record<string, string>> = {},
  ): void {
    let entry = this.found.get(name);
    if (!entry) this.found.set(name, (entry = { arrays: new Set(), values: new Map() }));
    for (const array of arrays) entry.arrays.add(array);
    for (const [hole, value] of Object.entries(values)) entry.values.set(hole, value);
  }

  list(): readonly Deviation[] {
    return [...this.found]
      .map(([name, { arrays, values }]) => {
        const { number, sentence } = deviations[name];
        const filled = sentence
          .replace('{arrays}', [...arrays].join(', '))
          .replace(/\{(\w+)\}/g, (hole, key: string) => values.get(key) ?? hole);
        return { name, number, text: filled };
      })
      .sort((left, right) => left.number - right.number);
  }
}
