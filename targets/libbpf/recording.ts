/**
 * What becomes of a program's events beside the run itself. `recorded`: the program can write a recording, whose first line it holds. `replayed`:
 * its events come from one, whose values have this layout.
 */
export type EventUse =
  | { readonly kind: 'live' }
  | { readonly kind: 'recorded'; readonly header: string; readonly file: string | undefined };

export const live: EventUse = { kind: 'live' };
