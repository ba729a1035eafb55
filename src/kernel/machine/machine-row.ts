/** A line of what `stsx doctor` prints. */
export interface MachineRow {
  readonly group: 'kernel' | 'attach' | 'tools';
  readonly what: string;
  /** `limited`: stsx runs, something of it does not. */
  readonly state: 'ok' | 'limited' | 'missing';
  readonly detail: string;
  /** A command, or a sentence where no command mends it; undefined: nothing to mend, or nothing that could. */
  readonly remedy?: string;
}
