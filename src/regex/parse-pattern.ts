/**
 * Parser of POSIX extended regular expressions as SystemTap has them: no back-references (`\1` is the digit), a backslash
 * takes the next character as it is, in brackets too, and one closing parenthesis too many at the very end is overlooked.
 * A text that is no pattern throws PatternError.
 */
import { anyByte, parseBracket } from './bracket.ts';
import type { ParsedPattern, Pattern } from './pattern.ts';

export class PatternError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** Groups inside groups, and repetitions of repetitions in all of the pattern: whoever walks the tree recurses over both. */
const MOST_NESTING = 1000;

export class PatternReader {
  private readonly text: string;
  private position = 0;
  groups = 1;
  /** Groups that are open. */
  depth = 0;
  stackedRepeats = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  peek(ahead = 0): string {
    return this.text.charAt(this.position + ahead);
  }

  next(): string {
    return this.text.charAt(this.position++);
  }

  accept(expected: string): boolean {
    if (!this.text.startsWith(expected, this.position)) return false;
    this.position += expected.length;
    return true;
  }

  /** The text before `stop`, and goes behind it. */
  until(stop: string): string | undefined {
    const end = this.text.indexOf(stop, this.position);
    if (end < 0) return undefined;
    const found = this.text.slice(this.position, end);
    this.position = end + stop.length;
    return found;
  }

  /** At the place reached, or so many characters before it. */
  problem(message: string, back = 0): PatternError {
    return new PatternError(message, Math.max(0, this.position - back));
  }
}

export function parsePattern(text: string): ParsedPattern {
  const reader = new PatternReader(text);
  const pattern = parseChoice(reader);
  if (reader.accept(')') && !reader.atEnd) throw reader.problem("unbalanced ')'", 1);
  return { pattern, groups: reader.groups };
}

function parseChoice(reader: PatternReader): Pattern {
  const branches = [parseSequence(reader)];
  while (reader.accept('|')) branches.push(parseSequence(reader));
  return branches.length === 1 && branches[0] ? branches[0] : { kind: 'choice', branches };
}

function parseSequence(reader: PatternReader): Pattern {
  const items: Pattern[] = [];
  while (!reader.atEnd && reader.peek() !== '|' && reader.peek() !== ')') items.push(parseRepeat(reader));
  if (items.length === 0) return { kind: 'empty' };
  return items.length === 1 && items[0] ? items[0] : { kind: 'sequence', items };
}

function parseRepeat(reader: PatternReader): Pattern {
  let item = parseItem(reader);
  for (;;) {
    const operator = reader.peek();
    if (operator === '' || !'*+?{'.includes(operator)) return item;
    if (item.kind === 'start' || item.kind === 'end')
      throw reader.problem(`postfix closure '${operator}' applied to anchoring operator`);
    if (item.kind === 'repeat' && reader.stackedRepeats++ === MOST_NESTING)
      throw reader.problem('too many repetitions of repetitions');
    reader.next();
    if (operator === '*') item = { kind: 'repeat', item, least: 0, most: undefined };
    else if (operator === '+') item = { kind: 'repeat', item, least: 1, most: undefined };
    else if (operator === '?') item = { kind: 'repeat', item, least: 0, most: 1 };
    else item = parseInterval(reader, item);
  }
}

function parseInterval(reader: PatternReader, item: Pattern): Pattern {
  const least = parseNumber(reader);
  if (least === undefined) throw reader.problem('expected number', reader.atEnd ? 0 : -1);
  let most: number | undefined = least;
  if (reader.accept(',')) most = parseNumber(reader);
  if (reader.atEnd) throw reader.problem('expected }, found end of regex', 1);
  if (!reader.accept('}')) throw reader.problem("expected '}'");
  if (most !== undefined && most < least) throw reader.problem(`Inverted interval {${least},${most}}`, 1);
  return { kind: 'repeat', item, least, most };
}

function parseNumber(reader: PatternReader): number | undefined {
  let digits = '';
  while (reader.peek() >= '0' && reader.peek() <= '9') digits += reader.next();
  return digits === '' ? undefined : Number(digits);
}

function parseItem(reader: PatternReader): Pattern {
  const character = reader.next();
  switch (character) {
    case '(':
      return parseGroup(reader);
    case '[':
      return { kind: 'set', bytes: parseBracket(reader) };
    case '.':
      return { kind: 'set', bytes: anyByte() };
    case '^':
      return { kind: 'start' };
    case '$':
      return { kind: 'end' };
    case '\\':
      if (reader.atEnd) throw reader.problem('unexpected end of regex');
      return literal(reader.next());
    case '*':
    case '+':
    case '?':
    case '{':
      throw reader.problem(`unexpected '${character}'`, 1);
    default:
      return literal(character);
  }
}

function parseGroup(reader: PatternReader): Pattern {
  const index = reader.groups++;
  if (reader.depth === MOST_NESTING) throw reader.problem('too many nested groups', 1);
  reader.depth++;
  const item = parseChoice(reader);
  reader.depth--;
  if (!reader.accept(')')) throw reader.problem('expected ), found end of regex', 1);
  return { kind: 'group', index, item };
}

function literal(character: string): Pattern {
  return { kind: 'set', bytes: new Set([character.charCodeAt(0)]) };
}
