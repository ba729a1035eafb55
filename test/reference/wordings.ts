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
  rj_embedded_c_no_guru: {
    reason: "the option is stsx's own",
    says: 'embedded code in unprivileged script; need -g',
  },
  rj_hist_two_kinds: {
    reason: 'SystemTap names the variable as its C code does',
    says: "multiple histogram types declared on 's'",
  },
  rj_probe_no_body: {
    reason: 'the braces are not the only way to go on; the hint says what is missing',
    says: 'unexpected end-of-file',
  },
  rj_unterminated_string_eof: { reason: 'no capital letter', says: 'could not find matching closing quote' },
};
