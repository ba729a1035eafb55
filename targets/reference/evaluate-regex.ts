/** =~ and !~, and what matched() and ngroups() tell of the last one. */
import type * as ir from '../../src/ir/ir.ts';
import type { Evaluator } from './evaluator.ts';
import type { LongCode } from './machine.ts';
import { compilePattern } from './match-pattern.ts';
import { truth } from './values.ts';

export interface RegexState {
  /** True before any match, as a match without groups would leave it. */
  succeeded: boolean;
  subject: string;
  /** Start and end of each group, -1 for one that took no part. */
  slots: readonly number[];
}

export function initialRegexState(): RegexState {
  return { succeeded: true, subject: '', slots: [] };
}

export function evaluateRegexMatch(node: ir.RegexMatch, evaluator: Evaluator): LongCode {
  const matcher = compilePattern(node.pattern);
  const value = evaluator.string(node.value);
  const state = evaluator.machine.regex;
  return (frame) => {
    const subject = value(frame);
    const slots = matcher.match(subject);
    state.succeeded = slots !== undefined;
    if (slots) {
      state.subject = subject;
      state.slots = slots;
    }
    return truth(state.succeeded !== node.negated);
  };
}

/** A message instead, where there is no such group. */
export function matchedGroup(state: RegexState, group: bigint): { text: string } | { problem: string } {
  if (!state.succeeded) return { problem: `Attempted to get subexpression ${group} from failed match` };
  const start = state.slots[2 * Number(group)];
  const end = state.slots[2 * Number(group) + 1];
  if (group < 0n || start === undefined || end === undefined)
    return { problem: `Attempted to get nonexistent subexpression ${group}` };
  return { text: start < 0 ? '' : state.subject.slice(start, end) };
}
