/**
 * Lines of C with their indentation. `braces` writes `head {`, what `inside` writes one level deeper, and `}`. Lines are kept
 * unindented with their depth, so a part can be written apart and put in later.
 */
export interface Line {
  readonly depth: number;
  readonly text: string;
  /** Stands one level left of the code around it. */
  readonly isLabel?: boolean;
}

export class Writer {
  readonly lines: Line[] = [];
  private depth = 0;

  line(text: string): void {
    this.lines.push({ depth: this.depth, text });
  }

  label(name: string): void {
    this.lines.push({ depth: this.depth, text: `${name}:`, isLabel: true });
  }

  blank(): void {
    this.lines.push({ depth: 0, text: '' });
  }

  indented(inside: () => void): void {
    this.depth++;
    inside();
    this.depth--;
  }

  braces(head: string, inside: () => void, tail = '}'): void {
    this.line(head === '' ? '{' : `${head} {`);
    this.indented(inside);
    this.line(tail);
  }

  /** Puts in lines that were written by another writer at depth 0. */
  put(lines: readonly Line[]): void {
    for (const line of lines) this.lines.push({ ...line, depth: this.depth + line.depth });
  }

  toString(): string {
    return this.lines
      .map(({ depth, text, isLabel }) =>
        text === '' ? '\n' : `${'\t'.repeat(isLabel ? Math.max(0, depth - 1) : depth)}${text}\n`,
      )
      .join('');
  }
}
