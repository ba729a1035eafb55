/**
 * Finds the first thing wrong with a POSIX extended regular expression, with its place; undefined: nothing is. A `)` that closes nothing
 * is itself, an empty group or branch matches the empty string.
 */
export interface RegexProblem {
  readonly position: number | undefined;
  readonly text: string;
}

const characterClasses: ReadonlySet<string> = new Set([
  'alpha',
  'alnum',
  'blank',
  'cntrl',
  'd',
  'digit',
  'graph',
  'l',
  'lower',
  'print',
  'punct',
  's',
  'space',
  'u',
  'upper',
  'xdigit',
]);

export function regexProblem(pattern: string): RegexProblem | undefined {
  try {
    new Reader(pattern).all();
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
}

class Malformed extends Error implements RegexProblem {
  readonly position: number | undefined;
  readonly text: string;

  constructor(text: string, position: number | undefined) {
    super(text);
    this.text = text;
    this.position = position;
  }
}

class Reader {
  private readonly pattern: string;
  private at = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  all(): void {
    this.alternatives(0);
  }

  private get next(): string | undefined {
    return this.pattern[this.at];
  }

  private alternatives(depth: number): void {
    for (;;) {
      this.sequence(depth);
      if (this.next !== '|') return;
      this.at++;
    }
  }

  private sequence(depth: number): void {
    while (this.next !== undefined && this.next !== '|' && !(this.next === ')' && depth > 0)) {
      this.atom(depth);
      while (this.next === '*' || this.next === '+' || this.next === '?' || this.next === '{')
        this.repetition();
    }
  }

  private atom(depth: number): void {
    const character = this.next;
    switch (character) {
      case '*':
      case '+':
      case '?':
      case '{':
        throw new Malformed(`unexpected '${character}'`, this.at);
      case '(':
        this.at++;
        this.alternatives(depth + 1);
        if (this.next !== ')') throw new Malformed('expected ), found end of regex', this.at - 1);
        this.at++;
        return;
      case '[':
        this.bracket();
        return;
      case '\\':
        this.at += 2;
        if (this.at > this.pattern.length) throw new Malformed('unexpected end of regex', this.at);
        return;
      default:
        this.at++;
    }
  }

  private repetition(): void {
    if (this.next !== '{') {
      this.at++;
      return;
    }
    this.at++;
    this.number();
    if (this.next === ',') {
      this.at++;
      if (this.next !== '}') this.number();
    }
    if (this.next === undefined) throw new Malformed('unexpected end of regex', this.at);
    if (this.next !== '}') throw new Malformed(`expected }, found '${this.next}'`, this.at + 1);
    this.at++;
  }

  private number(): void {
    const digits = /^\d+/.exec(this.pattern.slice(this.at))?.[0];
    if (digits === undefined) {
      if (this.next === undefined) throw new Malformed('unexpected end of regex', this.at);
      throw new Malformed('expected number', this.at + 1);
    }
    this.at += digits.length;
  }

  private bracket(): void {
    const unclosed = () => new Malformed('unclosed character class', this.pattern.length - 1);
    this.at++;
    if (this.next === '^') this.at++;
    for (let first = true; this.next !== ']' || first; first = false) {
      const low = this.member();
      if (low === undefined) throw unclosed();
      if (this.next !== '-' || this.pattern[this.at + 1] === ']') continue;
      this.at++;
      const high = this.member();
      if (high === undefined) throw unclosed();
      if (low > high) throw new Malformed(`Inverted character range ${low}-${high}`, this.at);
    }
    this.at++;
  }

  /** One character, class, or collating element of a bracket expression; undefined at the end of the pattern. */
  private member(): string | undefined {
    const character = this.next;
    const kind = this.pattern[this.at + 1];
    if (character !== '[' || (kind !== ':' && kind !== '.' && kind !== '=')) {
      this.at++;
      return character;
    }
    const end = this.pattern.indexOf(`${kind}]`, this.at + 2);
    if (end < 0)
      throw new Malformed(
        `unclosed character class '${this.pattern.slice(this.at, -1)}'`,
        this.pattern.length,
      );
    const name = this.pattern.slice(this.at + 2, end);
    if (kind === ':' && !characterClasses.has(name))
      throw new Malformed(`unknown character class '${name}'`, undefined);
    this.at = end + 2;
    return kind === ':' ? '' : name;
  }
}
