/**
 * Lines of C with their indentation. `braces` writes `head {`, what `inside` writes one level deeper, and `}`. Lines are kept
 * unindented with their depth, so a part can be written apart and put in later.
 */
export interface Line {
  readonly depth: number;
  readonly text: string;
}

export class Writer {
  readonly lines: Line[] = [];
  private depth = 0;

  line(text: string): void {
    this.lines.push({ depth: this.depth, text });
  }

  /** Labels stand one level left of the code. */
  label(name: string): void {
    this.lines.push({ depth: Math.max(0, this.depth - 1), text: `${name}:` });
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
    for (const { depth, text } of lines) this.lines.push({ depth: this.depth + depth, text });
  }

  toString(): string {
    return this.lines.map(({ depth, text }) => (text === '' ? '\n' : `${'\t'.repeat(depth)}${text}\n`)).join('');
  }
}
