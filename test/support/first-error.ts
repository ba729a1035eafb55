/**
 * The first error in SystemTap's words, taken apart, so that a refusal can be compared in substance: which pass refused, what it said, where.
 */
export interface FirstError {
  /** `parse`, `semantic`; `run` for the ERROR: of a running script. */
  readonly kind: 'parse' | 'semantic' | 'run';
  /** Without the place. */
  readonly message: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

export function firstError(text: string): FirstError | undefined {
  const match =
    /^(parse error|semantic error|ERROR): ([\s\S]*?)(?=\n(?:        source|     source|        saw|semantic error|parse error|WARNING|ERROR)|\n\n|\n?$)/m.exec(
      text,
    );
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const kind = match[1] === 'ERROR' ? 'run' : match[1] === 'parse error' ? 'parse' : 'semantic';
  const rest = text.slice(match.index);
  const place = / at [^\s:]*:(\d+):(\d+)/.exec(rest.split('\n\n', 1)[0] ?? '');
  return {
    kind,
    message: match[2]
      .replace(/:? (?:keyword|identifier|operator|number|string)(?: '[^']*')? at \S*:\d+:\d+$/, '')
      .trim(),
    line: place?.[1] === undefined ? undefined : Number(place[1]),
    column: place?.[2] === undefined ? undefined : Number(place[2]),
  };
}
