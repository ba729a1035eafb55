/**
 * Collects what the stages find. A user's mistake is reported here and the stage goes on as far as it makes sense; a bug
 * of stsx throws. The pipeline stops at the end of a stage that reported an error.
 */
import type { Span } from '../source/source.ts';
import {
  fillHoles,
  messages,
  type Message,
  type MessageCode,
  type MessageValues,
  type Severity,
} from './messages.ts';

export interface Diagnostic {
  readonly code: MessageCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | undefined;
  /** Undefined where no place in a script is to blame (no clang, no root). */
  readonly span: Span | undefined;
  /** Other places that explain it: "first used as a string here". */
  readonly related: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly message: string;
  readonly span: Span;
}

export class Report {
  readonly diagnostics: Diagnostic[] = [];

  add<Code extends MessageCode>(
    code: Code,
    span: Span | undefined,
    values: MessageValues<Code>,
    extra: { readonly hint?: string | undefined; readonly related?: readonly RelatedPlace[] } = {},
  ): void {
    const row: Message = messages[code];
    const hint = extra.hint ?? row.hint;
    this.diagnostics.push({
      code,
      severity: row.severity,
      message: fillHoles(row.text, values),
      hint: hint === undefined ? undefined : fillHoles(hint, values),
      span,
      related: extra.related ?? [],
    });
  }

  get hasErrors(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  }
}
