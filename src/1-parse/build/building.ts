/**
 * What building the tree of one file needs at hand, and the small steps that every construct takes: a node's span from
 * its first and last token, its token for messages, a problem at a token.
 */
import type { IToken } from 'chevrotain';
import { endOf } from '../../../grammar/tokens/written.ts';
import type { TokenRef } from '../../ast/ast.ts';
import type { MessageCode, MessageValues } from '../../diagnostics/messages.ts';
import type { Report } from '../../diagnostics/report.ts';
import type { SourceFile, Span } from '../../source/source.ts';
import { describeToken, spanOf, tokenRef, writtenSpan } from '../token-place.ts';

export interface Building {
  readonly source: SourceFile;
  readonly report: Report;
  /** Embedded code and the operators that need -g are allowed: under -g and in the library. */
  readonly isTrusted: boolean;
  /** `return` is allowed. */
  readonly inFunction: boolean;
  readonly shape: Shape;
}

/** How deep and how long the syntax of an item was; it bounds the tree's height, so that few trees need measuring. */
export interface Shape {
  depth: number;
  deepest: number;
  longest: number;
}

/** Where a list of this length becomes a tree of this height. */
export function noteLength(building: Building, length: number): void {
  if (length > building.shape.longest) building.shape.longest = length;
}

/** What nodes are made with: `{ kind, ...at(building, token, first, last) }`. */
export interface Place {
  readonly span: Span;
  readonly token: TokenRef;
}

export function at(building: Building, token: IToken, first: IToken, last: IToken): Place {
  const { source } = building;
  return {
    span: { file: source, start: first.startOffset, end: endOf(last) },
    token: tokenRef(source, token),
  };
}

export function atToken(building: Building, token: IToken): Place {
  const ref = tokenRef(building.source, token);
  const isWrittenHere = token.payload === undefined;
  return { span: isWrittenHere ? ref.span : spanOf(building.source, token), token: ref };
}

/** From the start of one node to the end of another. */
export function between(building: Building, token: IToken, first: Span, last: Span): Place {
  return {
    span: { file: building.source, start: first.start, end: last.end },
    token: tokenRef(building.source, token),
  };
}

export function problem<Code extends MessageCode>(
  building: Building,
  code: Code,
  token: IToken,
  values: MessageValues<Code>,
  hint?: string,
): void {
  building.report.add(code, writtenSpan(building.source, token), values, { hint });
}

/** A macro of the library may put trusted code into a script that is not trusted itself. */
export function isTrustedAt(building: Building, token: IToken): boolean {
  return building.isTrusted || writtenSpan(building.source, token).file.origin === 'tapset';
}

/** `expected X, found Y`, for what the grammar leaves to the building of the tree. */
export function expected(building: Building, what: string, token: IToken, hint?: string): void {
  problem(building, 'STSX1001', token, { expected: what, found: describeToken(token) }, hint);
}
