/**
 * What becomes of a program's events beside the run itself. `recorded`: the program can write a recording, whose first line it holds. `replayed`:
 * its events come from one, which has these values of each event.
 */
export type EventUse =
  | { readonly kind: 'live' }
  | { readonly kind: 'recorded'; readonly header: string; readonly file: string | undefined }
  | { readonly kind: 'replayed'; readonly reads: RecordedReads };

/** One list a probe; undefined for probes that are no events. */
export type RecordedReads = readonly (
  readonly { readonly key: string; readonly type: 'long' | 'string'; readonly size?: number }[] | undefined
)[];

export const live: EventUse = { kind: 'live' };
