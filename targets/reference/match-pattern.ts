/**
 * Matching: all ways through the pattern are followed at once, a byte at a time, each state at most once, so time is linear in
 * the text. Of the matches that begin leftmost the longest wins; among ways of equal length the one that a reader who tries
 * alternatives from the left and repeats as often as possible finds first says where the groups lie.
 */
import type { Pattern } from '../../src/regex/pattern.ts';
import { parsePattern } from '../../src/regex/parse-pattern.ts';

type Instruction =
  | { readonly kind: 'set'; readonly bytes: ReadonlySet<number> }
  | { readonly kind: 'split'; preferred: number; other: number }
  | { readonly kind: 'jump'; target: number }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'match' };

export interface Matcher {
  readonly groups: number;
  /** Start and end of each group, -1 for one that took no part; undefined: no match. */
  match(text: string): readonly number[] | undefined;
}

export function compilePattern(text: string): Matcher {
  const { pattern, groups } = parsePattern(text);
  const program: Instruction[] = [];
  emit({ kind: 'group', index: 0, item: pattern }, program);
  program.push({ kind: 'match' });
  return {
    groups,
    match(subject) {
      const slots = run(program, subject);
      return slots && Array.from({ length: 2 * groups }, (_, slot) => slots[slot] ?? -1);
    },
  };
}

function emit(pattern: Pattern, program: Instruction[]): void {
  switch (pattern.kind) {
    case 'empty':
      return;
    case 'set':
      program.push({ kind: 'set', bytes: pattern.bytes });
      return;
    case 'start':
    case 'end':
      program.push({ kind: pattern.kind });
      return;
    case 'sequence':
      for (const item of pattern.items) emit(item, program);
      return;
    case 'choice':
      emitChoice(pattern.branches, program);
      return;
    case 'repeat':
      emitRepeat(pattern, program);
      return;
    case 'group':
      program.push({ kind: 'save', slot: 2 * pattern.index });
      emit(pattern.item, program);
      program.push({ kind: 'save', slot: 2 * pattern.index + 1 });
  }
}

function emitChoice(branches: readonly Pattern[], program: Instruction[]): void {
  const jumps: { target: number }[] = [];
  branches.forEach((branch, index) => {
    if (index === branches.length - 1) {
      emit(branch, program);
      return;
    }
    const split = { kind: 'split' as const, preferred: program.length + 1, other: 0 };
    const jump = { kind: 'jump' as const, target: 0 };
    program.push(split);
    emit(branch, program);
    program.push(jump);
    jumps.push(jump);
    split.other = program.length;
  });
  for (const jump of jumps) jump.target = program.length;
}

function emitRepeat(pattern: Pattern & { kind: 'repeat' }, program: Instruction[]): void {
  const { item, least, most } = pattern;
  for (let i = 0; i < least; i++) emit(item, program);
  if (most === undefined) {
    const loop = program.length;
    const split = { kind: 'split' as const, preferred: loop + 1, other: 0 };
    program.push(split);
    emit(item, program);
    program.push({ kind: 'jump', target: loop });
    split.other = program.length;
    return;
  }
  const splits: { other: number }[] = [];
  for (let i = least; i < most; i++) {
    const split = { kind: 'split' as const, preferred: program.length + 1, other: 0 };
    program.push(split);
    splits.push(split);
    emit(item, program);
  }
  for (const split of splits) split.other = program.length;
}

interface Thread {
  readonly at: number;
  readonly slots: readonly number[];
}

function run(program: readonly Instruction[], text: string): readonly number[] | undefined {
  let best: readonly number[] | undefined;
  let threads: Thread[] = [];
  for (let position = 0; position <= text.length; position++) {
    // A beginning here cannot win any more once there is a match.
    if (!best) threads.push({ at: 0, slots: [] });
    const reached = follow(program, threads, position, text.length);
    // Threads stand in the order of their beginnings, and none begins behind the best: this one begins before it or is longer.
    const finished = reached.find((thread) => program[thread.at]?.kind === 'match');
    if (finished) best = finished.slots;
    const code = text.charCodeAt(position);
    threads = [];
    for (const thread of reached) {
      if (best && beginningOf(thread.slots) > beginningOf(best)) break;
      const instruction = program[thread.at];
      if (instruction?.kind === 'set' && instruction.bytes.has(code))
        threads.push({ at: thread.at + 1, slots: thread.slots });
    }
    if (best && threads.length === 0) break;
  }
  return best;
}

function beginningOf(slots: readonly number[]): number {
  return slots[0] ?? 0;
}

/** Where the threads get without reading a byte, in order of preference, each state once. */
function follow(
  program: readonly Instruction[],
  threads: readonly Thread[],
  position: number,
  end: number,
): Thread[] {
  const reached: Thread[] = [];
  const visited = new Set<number>();
  for (const thread of threads) {
    const pending: Thread[] = [thread];
    for (let current = pending.pop(); current; current = pending.pop()) {
      const { at, slots } = current;
      const instruction = program[at];
      if (!instruction || visited.has(at)) continue;
      visited.add(at);
      switch (instruction.kind) {
        case 'set':
        case 'match':
          reached.push(current);
          break;
        case 'jump':
          pending.push({ at: instruction.target, slots });
          break;
        case 'split':
          pending.push({ at: instruction.other, slots }, { at: instruction.preferred, slots });
          break;
        case 'start':
          if (position === 0) pending.push({ at: at + 1, slots });
          break;
        case 'end':
          if (position === end) pending.push({ at: at + 1, slots });
          break;
        case 'save': {
          const saved = slots.slice();
          saved[instruction.slot] = position;
          pending.push({ at: at + 1, slots: saved });
        }
      }
    }
  }
  return reached;
}
