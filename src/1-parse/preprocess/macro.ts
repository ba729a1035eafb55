/** A macro as it was defined: its body is tokens, not text. stap(1), section PREPROCESSOR MACROS. */
import type { IToken } from 'chevrotain';
import type { SourceFile, Span } from '../../source/source.ts';

export interface Macro {
  readonly name: string;
  /** Undefined: it is used without parentheses. */
  readonly parameters: readonly string[] | undefined;
  readonly body: readonly IToken[];
  /** The file that its tokens' offsets are of. */
  readonly source: SourceFile;
  readonly nameSpan: Span;
}

export type MacroTable = ReadonlyMap<string, Macro>;
