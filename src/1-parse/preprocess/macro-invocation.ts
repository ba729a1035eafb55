/**
 * Reads a macro's arguments where it is used. They are raw token lists, in which `()` and `[]` nest; they end in the
 * same frame, since an expansion cannot supply its caller's brackets.
 */
import type { IToken } from 'chevrotain';
import * as op from '../../../grammar/tokens/operators.ts';
import { endOfText } from '../token-place.ts';
import type { Closure, Frame, MacroReader, Scope } from './macro-reader.ts';
import type { Macro } from './macro.ts';

export interface Invocation {
  readonly scope: Scope;
  /** The last token of the use. */
  readonly last: IToken;
}

export function readInvocation(
  macro: Macro,
  use: IToken,
  frame: Frame,
  reader: MacroReader,
): Invocation | undefined {
  const { name, parameters } = macro;
  if (parameters === undefined) return { scope: new Map(), last: use };
  const opening = frame.tokens[frame.position];
  if (opening?.tokenType !== op.LeftParenthesis) {
    const count = parameters.length === 1 ? '1 parameter' : `${parameters.length} parameters`;
    reader.problem('STSX1044', opening ?? endOfText, { name, count });
    return undefined;
  }
  frame.position++;
  const scope = new Map<string, Closure>();
  for (let place = 0; ; place++) {
    const argument = readArgument(frame);
    const parameter = parameters[place];
    if (argument === undefined || parameter === undefined) {
      reader.problem('STSX1047', use, {});
      return undefined;
    }
    scope.set(parameter, { tokens: argument.tokens, source: frame.source, scope: frame.scope });
    const { end } = argument;
    const isLast = place === parameters.length - 1;
    if (end.tokenType === op.RightParenthesis) {
      if (isLast) return { scope, last: end };
      reader.problem('STSX1045', reader.place(end, frame), { name, count: parameters.length });
      return undefined;
    }
    if (isLast) {
      reader.problem('STSX1046', reader.place(end, frame), { name, count: parameters.length });
      while (readArgument(frame)?.end.tokenType === op.Comma);
      return undefined;
    }
  }
}

interface Argument {
  readonly tokens: readonly IToken[];
  /** The comma or bracket behind it. */
  readonly end: IToken;
}

function readArgument(frame: Frame): Argument | undefined {
  const start = frame.position;
  let depth = 0;
  for (;;) {
    const token = frame.tokens[frame.position++];
    if (token === undefined) return undefined;
    const type = token.tokenType;
    if (depth === 0 && (type === op.Comma || type === op.RightParenthesis)) {
      return { tokens: frame.tokens.slice(start, frame.position - 1), end: token };
    }
    if (type === op.LeftParenthesis || type === op.LeftBracket) depth++;
    else if (type === op.RightParenthesis || type === op.RightBracket) depth--;
  }
}
