/**
 * Tokens in, items and problems out. A mistake ends its item (a probe, a function, …) and parsing goes on with the next
 * word that starts one, as SystemTap does.
 */
import { EOF, type IToken, type TokenType } from 'chevrotain';
import { DeclarationRules } from './rules/declarations.ts';
import { NestingError } from './rules/nesting.ts';
import type { ItemSyntax } from './syntax.ts';
import * as literal from './tokens/literals.ts';
import * as op from './tokens/operators.ts';
import * as word from './tokens/words.ts';

class Parser extends DeclarationRules {
  constructor() {
    super([
      ...new Set<TokenType>([
        ...Object.values(literal),
        ...Object.values(word).filter(isType),
        ...op.operators,
        ...categories,
      ]),
    ]);
    this.performSelfAnalysis();
  }
}

const categories: readonly TokenType[] = Object.values(op).filter(isType);

function isType(value: unknown): value is TokenType {
  return typeof value === 'object' && value !== null && 'tokenTypeIdx' in value;
}

export type SyntaxProblem =
  /** `token` is of type EOF at the end of the file. */
  | { readonly kind: 'unexpected'; readonly expected: string; readonly token: IToken; readonly rule: string }
  | { readonly kind: 'nesting'; readonly token: IToken };

/** Enough for a person to read; a file that is no script at all would make thousands. */
const problemLimit = 20;

let parser: Parser | undefined;

/** Hands on each item as soon as it is read; gives what was wrong in between. */
export function parseItems(
  tokens: readonly IToken[],
  take: (item: ItemSyntax) => void,
): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  let start = 0;
  while (start < tokens.length && problems.length < problemLimit) {
    const problem = parseFrom(tokens, start, take);
    if (problem === undefined) break;
    problems.push(problem);
    const wrong = tokens.indexOf(problem.token, start);
    if (wrong < 0) break;
    start = nextItem(tokens, Math.max(wrong, start + 1));
  }
  return problems;
}

function parseFrom(
  tokens: readonly IToken[],
  start: number,
  take: (item: ItemSyntax) => void,
): SyntaxProblem | undefined {
  parser ??= new Parser();
  parser.input = tokens.slice(start);
  parser.startNesting();
  try {
    parser.file(take);
  } catch (error) {
    if (error instanceof NestingError) return { kind: 'nesting', token: error.token };
    // The limit did not save the stack: it was half used before.
    if (error instanceof RangeError) return { kind: 'nesting', token: parser.upcoming() };
    throw error;
  }
  const [error] = parser.errors;
  if (error === undefined) return undefined;
  const rule = error.context.ruleStack.at(-1) ?? 'file';
  return { kind: 'unexpected', expected: error.message, token: error.token, rule };
}

/** What an item starts with, embedded code apart. */
export const itemStarts: ReadonlySet<TokenType> = new Set([
  word.Probe,
  word.Global,
  word.Private,
  word.Function,
]);

function nextItem(tokens: readonly IToken[], from: number): number {
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i];
    if (token !== undefined && itemStarts.has(token.tokenType)) return i;
  }
  return tokens.length;
}

export function isEndOfFile(token: IToken): boolean {
  return token.tokenType === EOF;
}

/** For the test that compares stap.ebnf with the parser. */
export function ruleNames(): string[] {
  parser ??= new Parser();
  return Object.keys(parser.getGAstProductions());
}
