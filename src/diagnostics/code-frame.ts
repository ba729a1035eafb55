/**
 * The lines that show a place: where it is, the script's line, carets under it. In: a span. Out: text lines without colour; render.ts
 * adds that. A line longer than the frame is cut to a window around the span, since scripts may have lines of megabytes.
 */
import { lineColumn, lineText, placeText, type Span } from '../source/source.ts';
import { displayLine, displayText } from './display-text.ts';

export interface CodeFrame {
  /** `FILE:LINE:COLUMN` */
  readonly place: string;
  readonly lineNumber: string;
  readonly source: string;
  readonly carets: string;
}

/** Bytes of a line shown at most. */
const frameWidth = 120;

export function codeFrame(span: Span): CodeFrame {
  const { line, column } = lineColumn(span.file, span.start);
  const whole = lineText(span.file, line);
  const start = Math.min(column - 1, whole.length);
  const end = Math.max(start, Math.min(start + (span.end - span.start), whole.length));

  const from =
    whole.length <= frameWidth ? 0 : Math.max(0, Math.min(start - frameWidth / 2, whole.length - frameWidth));
  const to = Math.min(whole.length, from + frameWidth);
  const { text, columns } = displayLine(whole.slice(from, to));
  const before = from > 0 ? '…' : '';
  const after = to < whole.length ? '…' : '';

  const caretStart = columns[start - from] ?? 0;
  const caretEnd = columns[Math.min(end, to) - from] ?? caretStart;
  return {
    place: displayText(placeText(span)),
    lineNumber: String(line),
    source: before + text.trimEnd() + after,
    carets: ' '.repeat(before.length + caretStart) + '^'.repeat(Math.max(1, caretEnd - caretStart)),
  };
}
