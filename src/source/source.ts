/**
 * Script text and places in it. Text is a *byte string*: one JavaScript character (0-255) per byte, as read with
 * latin1, because SystemTap's strings and columns are bytes. Only the diagnostics renderer turns it into UTF-8.
 */

export interface SourceFile {
  /** What messages call the file: the path as the user wrote it, `<input>` for -e and standard input. */
  readonly name: string;
  /** Library files (the tapset) are trusted: they may hold intrinsics, and their unread globals are not reported. */
  readonly origin: 'user' | 'tapset';
  readonly text: string;
  /** Offset of the first byte of each line; `lineStarts[0]` is 0. */
  readonly lineStarts: readonly number[];
}

/** A half-open range of byte offsets. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Both one-based, both in bytes, as SystemTap counts them. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

export function sourceFile(name: string, text: string, origin: SourceFile['origin'] = 'user'): SourceFile {
  const lineStarts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) lineStarts.push(i + 1);
  return { name, origin, text, lineStarts };
}

export function lineColumn(file: SourceFile, offset: number): LineColumn {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (file.lineStarts[low] ?? 0) + 1 };
}

/** The line's bytes without its newline. `line` is one-based. */
export function lineText(file: SourceFile, line: number): string {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  const end = file.lineStarts[line] ?? file.text.length + 1;
  return file.text.slice(start, end - 1).replace(/\r$/, '');
}

/** `FILE:LINE:COLUMN` of the span's first byte. */
export function placeText(span: Span): string {
  const { line, column } = lineColumn(span.file, span.start);
  return `${span.file.name}:${line}:${column}`;
}
