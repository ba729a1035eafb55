/**
 * A golden case compiled: on its recording, if it has one, else against a kernel that is not asked for anything. In: the case; out: the program
 * and what it runs with, or what is wrong.
 */
import { Command } from 'commander';
import type { Plan } from '../../5-split/plan.ts';
import { Report } from '../../diagnostics/report.ts';
import type * as ir from '../../ir/ir.ts';
import type { SessionOptions } from '../../session-options.ts';
import { toBytes } from '../bytes.ts';
import { compileFront, surroundings } from '../compile-front.ts';
import { openReplay, type Replay } from '../open-replay.ts';
import { addRunOptions, addScriptOptions, sessionOptions, type SessionFlags } from '../session-flags.ts';
import { refused, type Outcome } from './case-outcome.ts';
import { casePath, caseWords, type GoldenCase } from './golden-case.ts';

export interface OpenCase {
  readonly kind: 'open';
  readonly program: ir.Program;
  readonly plan: Plan;
  readonly options: SessionOptions;
  readonly replay: Replay | undefined;
}

export function openCase(golden: GoldenCase): OpenCase | (Outcome & { readonly kind: 'refused' }) {
  const report = new Report();
  const path = casePath(golden, 'script.stp') ?? '';
  // By the same name wherever the folder is: what it prints does not depend on that, and programs are built once.
  const origin = { kind: 'path', path: toBytes(path), name: 'script.stp' } as const;
  const events = casePath(golden, 'events.jsonl');
  if (events !== undefined) {
    const replay = openReplay(origin, { events, libraryFolders: [], verbosity: 0 }, report);
    if (replay === undefined) return refused(report);
    return { kind: 'open', ...replay, replay };
  }
  const options = wordsToOptions(caseWords(golden));
  const made = compileFront(
    origin,
    options,
    surroundings(options),
    { depth: 'place', attachElsewhere: true, runStage: (_name, stage) => stage() },
    report,
  );
  if (made?.program === undefined || made.plan === undefined || report.hasErrors) return refused(report);
  return { kind: 'open', program: made.program, plan: made.plan, options, replay: undefined };
}

/** As behind `stsx run` and before FILE; words that are no options are the script's arguments. */
function wordsToOptions(words: readonly string[]): SessionOptions {
  const command = addRunOptions(addScriptOptions(new Command())).argument('[args...]').exitOverride();
  command.parse([...words], { from: 'user' });
  return sessionOptions(command.opts<SessionFlags>(), command.args, 0);
}
