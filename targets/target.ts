/**
 * The contract of a target. Emission is a pure function from a plan to text; what runs it lives in src/6-run.
 * Every target has the same files: capabilities.ts (what it can do, as a table the planner reads), intrinsics.ts (how it does each
 * library function), emit-*.ts or, for the reference, evaluate-*.ts.
 */
export interface EmittedFile {
  /** File name inside the output folder: `nettop.bpf.c`. */
  readonly name: string;
  readonly text: string;
}
