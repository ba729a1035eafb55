/**
 * A token's offsets say where it takes effect. What a macro or a script argument put there also carries, as its payload,
 * where it was written.
 */
import type { IToken } from 'chevrotain';

export interface Written {
  /** The text's own identity; only compared here. */
  readonly source: object;
  readonly start: number;
  /** Behind the last byte. */
  readonly end: number;
}

export function writtenPlace(token: IToken): Written | undefined {
  return token.payload as Written | undefined;
}

/** The offset behind the token's last byte. The lexer gives no end: only what was put somewhere else has one. */
export function endOf(token: IToken): number {
  return token.endOffset === undefined ? token.startOffset + token.image.length : token.endOffset + 1;
}

/** Whether nothing stands between two tokens, where they were written. */
export function touch(left: IToken, right: IToken): boolean {
  const leftPlace = writtenPlace(left);
  const rightPlace = writtenPlace(right);
  if (leftPlace !== undefined && rightPlace !== undefined) {
    return leftPlace.source === rightPlace.source && leftPlace.end === rightPlace.start;
  }
  return endOf(left) === right.startOffset;
}
