/** Reads what stands behind `@define`: `name %( body %)` or `name(a, b) %( body %)`. */
import type { IToken } from 'chevrotain';
import { Name } from '../../../grammar/tokens/literals.ts';
import * as op from '../../../grammar/tokens/operators.ts';
import type { Frame, MacroReader } from './macro-reader.ts';
import type { Macro } from './macro.ts';
import { endOfText, spanOf } from '../token-place.ts';

/** Undefined, and a problem reported, for what is no definition; the reader then stands behind its body. */
export function readDefinition(frame: Frame, reader: MacroReader): Macro | undefined {
  const name = take(frame);
  if (name === undefined || !isName(name)) {
    fail('identifier', name, frame, reader);
    return undefined;
  }
  let opening = take(frame);
  let parameters: string[] | undefined;
  if (opening?.tokenType === op.LeftParenthesis) {
    parameters = readParameters(frame, reader);
    if (parameters === undefined) return undefined;
    opening = take(frame);
  }
  if (opening?.tokenType !== op.OpenConditional) {
    fail(parameters === undefined ? "'%(' or '('" : "'%('", opening, frame, reader);
    return undefined;
  }
  const body = readBody(frame);
  if (body === undefined) {
    reader.problem('STSX1040', name, {});
    return undefined;
  }
  const { source } = frame;
  return { name: name.image, parameters, body, source, nameSpan: spanOf(source, name) };
}

function readParameters(frame: Frame, reader: MacroReader): string[] | undefined {
  const parameters: string[] = [];
  for (;;) {
    const name = take(frame);
    if (name === undefined || !isName(name)) {
      fail('identifier', name, frame, reader);
      return undefined;
    }
    parameters.push(name.image);
    const separator = take(frame);
    if (separator?.tokenType === op.RightParenthesis) return parameters;
    if (separator?.tokenType !== op.Comma) {
      fail("',' or ')'", separator, frame, reader);
      return undefined;
    }
  }
}

/** Up to the `%)` that matches; undefined if there is none. */
function readBody(frame: Frame): IToken[] | undefined {
  const start = frame.position;
  for (let depth = 1, token = take(frame); token !== undefined; token = take(frame)) {
    if (token.tokenType === op.OpenConditional) depth++;
    else if (token.tokenType === op.CloseConditional && --depth === 0) {
      return frame.tokens.slice(start, frame.position - 1);
    }
  }
  return undefined;
}

/** Skips the body of the broken definition: read as text of the script it would only make more noise. */
function fail(what: string, found: IToken | undefined, frame: Frame, reader: MacroReader): void {
  reader.expected(what, found ?? endOfText);
  let opening = found;
  while (opening !== undefined && opening.tokenType !== op.OpenConditional) opening = take(frame);
  readBody(frame);
}

function take(frame: Frame): IToken | undefined {
  return frame.tokens[frame.position++];
}

function isName(token: IToken): boolean {
  return token.tokenType === Name || (token.tokenType.CATEGORIES?.includes(Name) ?? false);
}
