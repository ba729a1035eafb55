/** Collects the lines of a script, indented, with the comments that stood before them. */
import type { Span } from '../source/source.ts';
import type { Comment } from './ast.ts';

export class Lines {
  private readonly lines: string[] = [];
  private indent = '';
  private nextComment = 0;
  private readonly all: readonly Comment[];

  constructor(comments: readonly Comment[]) {
    this.all = comments;
  }

  add(text: string): void {
    this.lines.push(this.indent + text);
  }

  /** Joins the text to the last line. */
  append(text: string): void {
    const last = this.lines.pop() ?? this.indent;
    this.lines.push(last + text);
  }

  blank(): void {
    this.lines.push('');
  }

  indented(print: () => void): void {
    const before = this.indent;
    this.indent = `${before}  `;
    print();
    this.indent = before;
  }

  /** The comments that stood before the end of the text that comes; of those that are left, all, at the file's end. */
  comments(before: Span | undefined, where: 'start' | 'end' = 'start'): void {
    const limit = before === undefined ? Infinity : before[where];
    for (let next = this.all[this.nextComment]; next !== undefined; next = this.all[this.nextComment]) {
      if (next.span.start >= limit || (before !== undefined && before.file !== next.span.file)) return;
      this.nextComment++;
      this.lines.push(this.indent + closed(next.text));
    }
  }

  text(): string {
    return this.lines.join('\n') + (this.lines.length > 0 ? '\n' : '');
  }
}

/** A comment that ran to the end of its file must end here. */
function closed(comment: string): string {
  const text = comment.replace(/\r$/, '');
  return text.startsWith('/*') && !(text.length >= 4 && text.endsWith('*/')) ? `${text} */` : text;
}
