/**
 * A recorded session as the reference takes it: what ran, in order, and what each handler was told. Whoever reads the file has checked that each
 * step is well-formed; whether the steps are those that the script takes is found out by replaying them (replay-session.ts).
 */

/** Numbers beyond 2^53 are decimal text; of a read that is text by its type, the text itself. */
export type RecordedValue = number | string | { readonly fault: number | string };

/** What the world answered to a library function: its name, and what it gave or how it failed. */
export type RecordedAnswer = readonly [string, number | string | { readonly error: string }];

export type RecordedStep = RecordedRun | RecordedGap | RecordedStop | RecordedGlobal | RecordedClose;

export type RunKind = 'begin' | 'timer' | 'input' | 'event' | 'end' | 'error';

/** A handler that ran. */
export interface RecordedRun {
  readonly kind: RunKind;
  readonly probe: number;
  /** Of an event: one value for each of its probe's reads. */
  readonly read: readonly RecordedValue[];
  readonly asked: readonly RecordedAnswer[];
  /** Bytes of output that it made. */
  readonly printed: number;
}

/** Events were lost here. */
export interface RecordedGap {
  readonly kind: 'lost';
  readonly count: number;
}

/** Something outside ended the session here: ^C, -T, the end of -c's command, a reader that went away. */
export interface RecordedStop {
  readonly kind: 'stop';
}

/** The last value of a global. */
export interface RecordedGlobal {
  readonly kind: 'global';
  readonly name: string;
  readonly value: unknown;
}

export interface RecordedClose {
  readonly kind: 'close';
  readonly status: number;
  readonly errors: number;
  readonly skipped: number;
}

/** What is recorded of an event, by the key of the read (src/5-split/read-key.ts). */
export interface RecordedRead {
  readonly key: string;
  readonly type: 'long' | 'string';
}

export interface RecordedSession {
  /** One list a probe; empty for probes that are no events. */
  readonly reads: readonly (readonly RecordedRead[])[];
  /** Undefined: the recording is at its end. */
  next(): RecordedStep | undefined;
}

/** The recording and the script part ways. */
export class RecordingDiffers extends Error {
  readonly found: string;
  readonly expected: string;

  constructor(found: string, expected: string) {
    super(`${found}, not ${expected}`);
    this.found = found;
    this.expected = expected;
  }
}
