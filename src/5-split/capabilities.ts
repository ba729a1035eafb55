/**
 * What a target's kernel half can do, as data that the planner reads. Each target that has a kernel half exports one such table
 * from its capabilities.ts.
 */
export interface KernelCapabilities {
  /** Names of the intrinsics that the kernel half can evaluate. */
  readonly intrinsics: ReadonlySet<string>;
  /** Largest sum of an array key's parts in bytes (8 a number, the length with NUL a string) that a map key may have. */
  readonly maxKeyBytes: number;
  /** Statistics that the kernel half can keep; others stay in the user half. */
  readonly statOperators: ReadonlySet<'count' | 'sum' | 'min' | 'max' | 'avg' | 'variance'>;
  readonly histograms: boolean;
}
