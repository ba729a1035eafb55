/** Refusals that stsx words or places otherwise than SystemTap, each with its reason. */
export interface Wording {
  readonly reason: string;
  /** Found in stsx's message in place of SystemTap's words. */
  readonly says?: string;
  /** `LINE:COLUMN` */
  readonly at?: string;
  readonly stage?: 'parse' | 'semantic';
}

export const wordings: Readonly<Record<string, Wording>> = {
  rj_unterminated_string_eof: { reason: 'no capital letter', says: 'could not find matching closing quote' },
};
