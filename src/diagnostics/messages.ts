/**
 * What a diagnostic can say. A message is a row `code: { severity, text, hint? }` in the file of its stage; `{name}` holes
 * are checked against the values given when it is reported. The first digit of a code is its stage: 1 syntax, 2 names and
 * probe points, 3 types, 4 lowering, 5 placement and target limits, 6 build, load and run, 7 recordings, 8 command line, 9 internal.
 */
import { syntaxMessages } from './messages-1-syntax.ts';
import { nameMessages } from './messages-2-names.ts';
import { typeMessages } from './messages-3-types.ts';
import { loweringMessages } from './messages-4-lowering.ts';
import { placementMessages } from './messages-5-placement.ts';
import { runMessages } from './messages-6-run.ts';
import { commandLineMessages } from './messages-8-command-line.ts';
import { internalMessages } from './messages-9-internal.ts';

export type Severity = 'error' | 'warning';

export interface Message {
  readonly severity: Severity;
  readonly text: string;
  /** What to do about it; may have holes too. */
  readonly hint?: string;
}

export const messages = {
  ...syntaxMessages,
  ...nameMessages,
  ...typeMessages,
  ...loweringMessages,
  ...placementMessages,
  ...runMessages,
  ...commandLineMessages,
  ...internalMessages,
} as const satisfies Record<`STSX${number}`, Message>;

export type MessageCode = keyof typeof messages;

type Holes<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Holes<Rest>
  : never;

type HintOf<Row> = Row extends { readonly hint: infer Hint extends string } ? Hint : '';

/** The values that message `Code` needs. */
export type MessageValues<Code extends MessageCode> = Record<
  Holes<(typeof messages)[Code]['text']> | Holes<HintOf<(typeof messages)[Code]>>,
  string | number
>;

export function fillHoles(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
