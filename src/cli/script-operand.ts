/** Which operand is the script and which are its arguments: with -e all operands are arguments. */
import type { Command } from 'commander';
import { toBytes } from './bytes.ts';
import type { ScriptOrigin } from './read-script.ts';
import type { SessionFlags } from './session-flags.ts';

/** Ends as a wrong command line where there is no script. */
export function requireScript(
  command: Command,
  flags: SessionFlags,
  first: string | undefined,
  rest: readonly string[],
): { readonly origin: ScriptOrigin; readonly scriptArguments: readonly string[] } {
  if (flags.e !== undefined) {
    return {
      origin: { kind: 'text', text: toBytes(flags.e) },
      scriptArguments: first === undefined ? rest : [first, ...rest],
    };
  }
  if (first === undefined) command.error('error: no script given');
  return { origin: { kind: 'path', path: toBytes(first) }, scriptArguments: rest };
}
