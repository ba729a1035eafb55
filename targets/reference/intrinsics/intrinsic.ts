/** How a library function that is declared in src/tapset/*.stp and not written there is defined for the reference. */
import type * as ir from '../../../src/ir/ir.ts';
import type { Machine } from '../machine.ts';
import { raise } from '../machine.ts';
import type { Value } from '../values.ts';

/** One call of an intrinsic: its operands, and where it stands. */
export class Invocation {
  readonly machine: Machine;
  readonly site: ir.Site;
  private readonly operands: readonly Value[];

  constructor(machine: Machine, site: ir.Site, operands: readonly Value[]) {
    this.machine = machine;
    this.site = site;
    this.operands = operands;
  }

  long(index: number): bigint {
    const value = this.operands[index];
    if (typeof value !== 'bigint') throw new Error(`operand ${index} of an intrinsic is no number`);
    return value;
  }

  string(index: number): string {
    const value = this.operands[index];
    if (typeof value !== 'string') throw new Error(`operand ${index} of an intrinsic is no string`);
    return value;
  }

  raise(message: string): never {
    return raise(message, this.site);
  }
}

export type IntrinsicDefinition = {
  /** A kernel answers it; what is defined here stands in where there is none. */
  readonly ofKernel?: true;
} & (
  | { readonly result: 'long'; run(call: Invocation): bigint }
  | { readonly result: 'string'; run(call: Invocation): string }
  | { readonly result: 'void'; run(call: Invocation): void }
);

export type IntrinsicTable = Readonly<Record<string, IntrinsicDefinition>>;

export const long = (run: (call: Invocation) => bigint): IntrinsicDefinition => ({ result: 'long', run });
export const string = (run: (call: Invocation) => string): IntrinsicDefinition => ({ result: 'string', run });
export const action = (run: (call: Invocation) => void): IntrinsicDefinition => ({ result: 'void', run });
export const ofKernel = (definition: IntrinsicDefinition): IntrinsicDefinition => ({
  ...definition,
  ofKernel: true,
});
