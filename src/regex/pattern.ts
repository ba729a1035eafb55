/** A parsed POSIX extended regular expression. Characters are bytes. */
export type Pattern =
  | { readonly kind: 'empty' }
  /** Any byte that is in the set. */
  | { readonly kind: 'set'; readonly bytes: ReadonlySet<number> }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly branches: readonly Pattern[] }
  /** `most` undefined: without limit. */
  | {
      readonly kind: 'repeat';
      readonly item: Pattern;
      readonly least: number;
      readonly most: number | undefined;
    }
  | { readonly kind: 'group'; readonly index: number; readonly item: Pattern };

export interface ParsedPattern {
  readonly pattern: Pattern;
  /** Groups, the whole match counted. */
  readonly groups: number;
}
