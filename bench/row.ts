/**
 * What a measurement yields: a figure, and beside it a limit it should keep, a peer measured in the same run, or both. The ratio is to
 * the limit where there is one, else to the peer; below 1 is good, unless the row says that more is better.
 */
export interface Row {
  readonly name: string;
  readonly figure: number;
  readonly unit: Unit;
  readonly limit?: number;
  readonly peer?: Peer;
  /** The peer may be beaten or not by this factor: "within 2x of plain C". */
  readonly peerLimit?: number;
}

export interface Peer {
  readonly name: string;
  readonly figure: number;
}

export type Unit = 's' | 'bytes';

/** Why a row cannot be had on this machine. */
export class Unavailable extends Error {}

export interface Measurement {
  readonly name: string;
  measure(): Promise<readonly Row[]> | readonly Row[];
}
