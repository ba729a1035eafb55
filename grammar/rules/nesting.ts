/**
 * The parser's base: its settings, and the limit on nesting. Rules call each other on the JavaScript stack, and so do
 * the passes that walk the tree later, so a script may nest only so deep; beyond it NestingError says where.
 */
import { EmbeddedActionsParser, type IToken, type TokenVocabulary } from 'chevrotain';
import { messageProvider } from '../messages.ts';

/**
 * Brackets, or statements with their blocks, inside each other. A level costs the parser up to 5 kB of the 984 kB of stack
 * that Node gives.
 */
export const nestingLimit = 100;

/** What counts towards the limit: `if (x) {` is two statements, and an expression costs as much stack as both. */
const weights = { expression: 1, group: 1, statement: 0.5 } as const;

export class NestingError extends Error {
  readonly token: IToken;

  constructor(token: IToken) {
    super('nested too deeply');
    this.token = token;
  }
}

export abstract class NestingRules extends EmbeddedActionsParser {
  private nesting = 0;

  constructor(vocabulary: TokenVocabulary) {
    super(vocabulary, {
      maxLookahead: 1,
      nodeLocationTracking: 'none',
      recoveryEnabled: false,
      skipValidations: true,
      errorMessageProvider: messageProvider,
    });
  }

  /** Before a run over new tokens: an error leaves the count where it was. */
  startNesting(): void {
    this.nesting = 0;
  }

  /** The token that comes next. */
  upcoming(): IToken {
    return this.LA(1);
  }

  protected enter(what: keyof typeof weights): void {
    this.nesting += weights[what];
    if (this.nesting > nestingLimit && !this.RECORDING_PHASE) throw new NestingError(this.LA(1));
  }

  protected leave(what: keyof typeof weights): void {
    this.nesting -= weights[what];
  }
}
