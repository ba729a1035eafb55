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
    readRegex(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return error.problem;
    throw error;
  }
}

/** Ends the reading at the first problem; never leaves this file. */
class Malformed extends Error {
  readonly problem: RegexProblem;

  constructor(text: string, position: number | undefined) {
    super(text);
    this.problem = { text, position };
  }
}

function readRegex(pattern: string): void {
  let at = 0;
  const next = (): string | undefined => pattern[at];

  function alternatives(depth: number): void {
    for (;;) {
      sequence(depth);
      if (next() !== '|') return;
      at++;
    }
  }

  function sequence(depth: number): void {
    while (next() !== undefined && next() !== '|' && !(next() === ')' && depth > 0)) {
      atom(depth);
      while (/^[*+?{]/.test(pattern.slice(at))) repetition();
    }
  }

  function atom(depth: number): void {
    const character = next();
    switch (character) {
      case '*':
      case '+':
      case '?':
      case '{':
        throw new Malformed(`unexpected '${character}'`, at);
      case '(':
        at++;
        alternatives(depth + 1);
        if (next() !== ')') throw new Malformed('expected ), found end of regex', at - 1);
        at++;
        return;
      case '[':
        bracket();
        return;
      case '\\':
        at += 2;
        if (at > pattern.length) throw new Malformed('unexpected end of regex', at);
        return;
      default:
        at++;
    }
  }

  function repetition(): void {
    const isCounted = next() === '{';
    at++;
    if (!isCounted) return;
    number();
    if (next() === ',') {
      at++;
      if (next() !== '}') number();
    }
    const end = next();
    if (end === undefined) throw new Malformed('unexpected end of regex', at);
    if (end !== '}') throw new Malformed(`expected }, found '${end}'`, at + 1);
    at++;
  }

  function number(): void {
    const digits = /^\d+/.exec(pattern.slice(at))?.[0];
    if (digits === undefined) {
      if (next() === undefined) throw new Malformed('unexpected end of regex', at);
      throw new Malformed('expected number', at + 1);
    }
    at += digits.length;
  }

  function bracket(): void {
    at++;
    if (next() === '^') at++;
    for (let first = true; first || next() !== ']'; first = false) {
      const low = member();
      if (next() !== '-' || pattern[at + 1] === ']') continue;
      at++;
      const high = member();
      if (low > high) throw new Malformed(`Inverted character range ${low}-${high}`, at);
    }
    at++;
  }

  /** One character, class, or collating element of a bracket expression. */
  function member(): string {
    const character = next();
    if (character === undefined) throw new Malformed('unclosed character class', pattern.length - 1);
    const kind = character === '[' ? /^[:.=]/.exec(pattern.slice(at + 1))?.[0] : undefined;
    if (kind === undefined) {
      at++;
      return character;
    }
    const end = pattern.indexOf(`${kind}]`, at + 2);
    if (end < 0) throw new Malformed(`unclosed character class '${pattern.slice(at, -1)}'`, pattern.length);
    const name = pattern.slice(at + 2, end);
    if (kind === ':' && !characterClasses.has(name)) {
      throw new Malformed(`unknown character class '${name}'`, undefined);
    }
    at = end + 2;
    return kind === ':' ? '' : name;
  }

  alternatives(0);
}
