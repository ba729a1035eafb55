/**
 * Reads tokens one by one with macros expanded and definitions taken out. Parameters are call-by-name: an argument's
 * tokens are read in the scope of the call. Expansions are frames on a stack of its own, so depth costs no JavaScript
 * stack, and both depth and output are limited: macros can call themselves. stap(1), section PREPROCESSOR MACROS.
 */
import type { IToken } from 'chevrotain';
import { AtWord } from '../../../grammar/tokens/literals.ts';
import { atWords } from '../../../grammar/tokens/words.ts';
import { endOf, writtenPlace, type Written } from '../../../grammar/tokens/written.ts';
import type { MessageCode, MessageValues } from '../../diagnostics/messages.ts';
import type { Report } from '../../diagnostics/report.ts';
import type { SourceFile } from '../../source/source.ts';
import { describeToken, writtenSpan } from '../token-place.ts';
import { readDefinition } from './macro-definition.ts';
import { readInvocation } from './macro-invocation.ts';
import type { Macro, MacroTable } from './macro.ts';

const deepest = 100;
const mostTokens = 200_000;

/** What a parameter stands for. */
export interface Closure {
  readonly tokens: readonly IToken[];
  readonly source: SourceFile;
  readonly scope: Scope;
}

export type Scope = ReadonlyMap<string, Closure>;

export interface Frame {
  readonly tokens: readonly IToken[];
  position: number;
  readonly source: SourceFile;
  readonly scope: Scope;
  /** The outermost use that this is the expansion of. */
  readonly use: IToken | undefined;
  /** A macro's body or argument: no definitions in it. */
  readonly isExpansion: boolean;
}

export class MacroReader {
  readonly macros = new Map<string, Macro>();
  private readonly frames: Frame[] = [];
  private expanded = 0;
  /** An expansion had no end; what was read is worthless. */
  isExhausted = false;
  private readonly source: SourceFile;
  private readonly library: MacroTable;
  private readonly report: Report;

  constructor(source: SourceFile, tokens: readonly IToken[], library: MacroTable, report: Report) {
    this.source = source;
    this.library = library;
    this.report = report;
    this.frames.push({ tokens, position: 0, source, scope: new Map(), use: undefined, isExpansion: false });
  }

  /** The next token after expansion; undefined at the end. */
  next(): IToken | undefined {
    for (;;) {
      const frame = this.frame();
      const token = frame?.tokens[frame.position];
      if (frame === undefined || token === undefined) return undefined;
      frame.position++;
      if (!token.image.startsWith('@') || !this.isMacroWord(token, frame)) return this.place(token, frame);
    }
  }

  /** The next token as it is written, for branches that are left out. */
  nextRaw(): IToken | undefined {
    const frame = this.frame();
    const token = frame?.tokens[frame.position];
    if (frame === undefined || token === undefined) return undefined;
    frame.position++;
    return token;
  }

  problem<Code extends MessageCode>(code: Code, token: IToken, values: MessageValues<Code>): void {
    this.report.add(code, writtenSpan(this.source, token), values);
  }

  expected(what: string, token: IToken): void {
    this.problem('STSX1001', token, { expected: what, found: describeToken(token) });
  }

  /** The token with the place where it takes effect, and where it was written. */
  place(token: IToken, frame: Frame): IToken {
    if (frame.use === undefined) return token;
    const written: Written = writtenPlace(token) ?? {
      source: frame.source,
      start: token.startOffset,
      end: endOf(token),
    };
    const { startOffset } = frame.use;
    return { ...token, startOffset, endOffset: endOf(frame.use) - 1, payload: written };
  }

  private frame(): Frame | undefined {
    let frame = this.frames.at(-1);
    while (frame !== undefined && frame.position >= frame.tokens.length) {
      this.frames.pop();
      frame = this.frames.at(-1);
    }
    return frame;
  }

  /** Handles `@define` and uses of macros; false for the operators of the language and unknown words. */
  private isMacroWord(token: IToken, frame: Frame): boolean {
    const name = token.image.slice(1);
    if (token.image === '@define') return this.define(token, frame);
    if (token.tokenType !== AtWord && !atWords.has(token.image)) return false;
    const closure = frame.scope.get(name);
    if (closure !== undefined) {
      this.push({ ...closure, position: 0, use: frame.use ?? token, isExpansion: true }, token);
      return true;
    }
    const macro = this.macros.get(name) ?? this.library.get(name);
    if (macro === undefined) return false;
    const invocation = readInvocation(macro, token, frame, this);
    if (invocation === undefined) return true;
    const use = frame.use ?? { ...token, endOffset: endOf(invocation.last) - 1 };
    const { body, source } = macro;
    this.push({ tokens: body, position: 0, source, scope: invocation.scope, use, isExpansion: true }, token);
    return true;
  }

  private push(frame: Frame, token: IToken): void {
    this.expanded += frame.tokens.length;
    if (this.frames.length < deepest && this.expanded <= mostTokens) {
      this.frames.push(frame);
      return;
    }
    const use = frame.use ?? token;
    this.problem('STSX1048', use, { name: use.image.slice(1) });
    // Nothing sensible follows: the file is at its end.
    this.frames.length = 0;
    this.isExhausted = true;
  }

  private define(token: IToken, frame: Frame): boolean {
    if (frame.isExpansion) this.problem('STSX1042', this.place(token, frame), {});
    const macro = readDefinition(frame, this);
    if (macro === undefined || frame.isExpansion) return true;
    const earlier = this.macros.get(macro.name);
    if (earlier !== undefined) {
      this.report.add(
        'STSX1041',
        macro.nameSpan,
        { name: macro.name },
        {
          related: [{ message: `macro '@${macro.name}' first defined here`, span: earlier.nameSpan }],
        },
      );
      return true;
    }
    if (atWords.has(`@${macro.name}`)) this.report.add('STSX1043', macro.nameSpan, { name: macro.name });
    this.macros.set(macro.name, macro);
    return true;
  }
}
