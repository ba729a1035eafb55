/**
 * Diagnostics as a person reads them. In: what a report collected. Out: text for standard error, UTF-8, one blank line
 * between diagnostics and a summary where there are several. The order is the report's; of many alike only the first are
 * shown.
 */
import { lineColumn } from '../source/source.ts';
import { codeFrame, type CodeFrame } from './code-frame.ts';
import { displayText } from './display-text.ts';
import type { Severity } from './messages.ts';
import type { Diagnostic } from './report.ts';

export interface RenderOptions {
  readonly color: boolean;
  /** -v: nothing is left out. */
  readonly all: boolean;
}

/** Diagnostics of one code shown at most. */
const shownPerCode = 10;

const colors = {
  error: '\x1b[1;31m',
  warning: '\x1b[1;33m',
  frame: '\x1b[1;34m',
  strong: '\x1b[1m',
} as const;

type Paint = (role: keyof typeof colors, text: string) => string;

export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  if (diagnostics.length === 0) return '';
  const paint: Paint = options.color
    ? (role, text) => `${colors[role]}${text}\x1b[0m`
    : (_role, text) => text;
  const { shown, hidden } = options.all ? { shown: diagnostics, hidden: 0 } : withoutRepetition(diagnostics);
  const blocks = shown.map((diagnostic) => renderDiagnostic(diagnostic, paint));
  // A lone line needs no blank lines around it, frames do.
  const separator = shown.some((diagnostic) => diagnostic.span !== undefined) ? '\n' : '';
  const summary = summaryLine(diagnostics, hidden);
  return blocks.join(separator) + (summary === undefined ? '' : `${separator}${paint('strong', summary)}\n`);
}

/** The first few of each code; places already named with the same words are dropped. */
function withoutRepetition(diagnostics: readonly Diagnostic[]): {
  shown: readonly Diagnostic[];
  hidden: number;
} {
  const perCode = new Map<string, number>();
  const shown = diagnostics.filter((diagnostic) => {
    const count = (perCode.get(diagnostic.code) ?? 0) + 1;
    perCode.set(diagnostic.code, count);
    return count <= shownPerCode;
  });
  return { shown, hidden: diagnostics.length - shown.length };
}

function summaryLine(diagnostics: readonly Diagnostic[], hidden: number): string | undefined {
  if (diagnostics.length === 1) return undefined;
  const count = (severity: Severity): string | undefined => {
    const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return number === 0 ? undefined : `${number} ${severity}${number === 1 ? '' : 's'}`;
  };
  const counts = [count('error'), count('warning')].filter((text) => text !== undefined).join(', ');
  return hidden === 0 ? counts : `${counts}; ${hidden} alike not shown (-v shows all)`;
}

function renderDiagnostic(diagnostic: Diagnostic, paint: Paint): string {
  const title = `${paint(diagnostic.severity, `${diagnostic.severity}[${diagnostic.code}]`)}: ${paint('strong', messageText(diagnostic.message))}`;
  // With no place to show it is one line, and says on it what to do.
  if (diagnostic.span === undefined && diagnostic.related.length === 0) {
    return diagnostic.hint === undefined ? `${title}\n` : `${title} (${displayText(diagnostic.hint)})\n`;
  }
  const frames =
    diagnostic.span === undefined ? [] : [{ frame: codeFrame(diagnostic.span), message: undefined }];
  const related = diagnostic.related.map((place) => ({
    frame: codeFrame(place.span),
    message: place.message,
  }));
  const all = [...frames, ...related];
  const width = Math.max(1, ...all.map(({ frame }) => frame.lineNumber.length));
  const margin = ' '.repeat(width);
  const lines = [
    title,
    ...all.flatMap(({ frame, message }) => renderFrame(frame, message, margin, paint)),
    ...(diagnostic.hint === undefined
      ? []
      : [`${margin} ${paint('frame', '=')} hint: ${displayText(diagnostic.hint)}`]),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** A message may be of several lines (a compiler's): all but the first are indented. */
function messageText(message: string): string {
  return message.split('\n').map(displayText).join('\n    ');
}

function renderFrame(
  frame: CodeFrame,
  message: string | undefined,
  margin: string,
  paint: Paint,
): readonly string[] {
  const bar = paint('frame', '|');
  return [
    `${margin}${paint('frame', message === undefined ? '-->' : ':::')} ${frame.place}${message === undefined ? '' : ` ${displayText(message)}`}`,
    `${margin} ${bar}`,
    `${paint('frame', frame.lineNumber.padStart(margin.length))} ${bar} ${frame.source}`,
    `${margin} ${bar} ${paint('error', frame.carets)}`,
  ];
}

export interface DiagnosticJson {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** Undefined, and then left out, where no place in a script is to blame. */
  readonly line?: number;
  readonly column?: number;
}

/** As `--format json` prints it; line and column one-based, columns in bytes. */
export function diagnosticJson(diagnostic: Diagnostic): DiagnosticJson {
  const { code, severity, hint, span } = diagnostic;
  return {
    code,
    severity,
    message: displayText(diagnostic.message),
    ...(span === undefined ? {} : lineColumn(span.file, span.start)),
    ...(hint === undefined ? {} : { hint: displayText(hint) }),
  };
}
