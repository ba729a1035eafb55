/** What a run of a script gave: bytes of both streams and the status. */
export interface Outcome {
  readonly output: string;
  readonly errors: string;
  readonly status: number;
}
