/** Lines of bpftrace text with their indentation of four blanks. */
export class Lines {
  readonly list: string[] = [];
  private depth = 0;

  line(text: string): void {
    this.list.push(text === '' ? '' : `${'    '.repeat(this.depth)}${text}`);
  }

  braces(head: string, inside: () => void): void {
    this.line(`${head} {`);
    this.indented(inside);
    this.line('}');
  }

  indented(inside: () => void): void {
    this.depth++;
    inside();
    this.depth--;
  }
}
