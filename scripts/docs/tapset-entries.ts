/**
 * What a tapset file declares, for the function reference: each public function and alias with its signature and the comment right above it.
 * In: a file's text. A scan over lines, no parse: the tapset is written so that a declaration starts its line, and a page that
 * is built must not depend on the compiler that it describes.
 */
export interface TapsetFile {
  readonly name: string;
  /** The comment at the file's head. */
  readonly description: string;
  readonly entries: readonly TapsetEntry[];
}

export interface TapsetEntry {
  readonly kind: 'function' | 'probe' | 'macro';
  readonly name: string;
  /** `strpos:long (s1:string, s2:string)`; of an alias its name and the points behind it. */
  readonly signature: string;
  readonly description: string;
  /** Embedded code: each target has its own definition. */
  readonly intrinsic: boolean;
}

export function tapsetFile(name: string, text: string): TapsetFile {
  const lines = text.split('\n');
  const entries: TapsetEntry[] = [];
  let comment: string[] = [];
  let description: string | undefined;
  for (const [index, line] of lines.entries()) {
    const words = /^\s*(?:\/\/|#(?!\d)|\/?\*+\/?)\s?(.*?)\s*(?:\*\/)?$/.exec(line)?.[1];
    if (words !== undefined && !/^\S/.exec(line)?.[0].startsWith('*')) {
      comment.push(words);
      continue;
    }
    if (line.trim() === '') {
      description ??= comment.length === 0 ? undefined : comment.join(' ');
      comment = [];
      continue;
    }
    const entry = entryAt(lines, index, comment.join(' '));
    if (entry !== undefined && !entry.name.startsWith('_')) entries.push(entry);
    comment = [];
  }
  return { name, description: description ?? '', entries };
}

function entryAt(lines: readonly string[], index: number, description: string): TapsetEntry | undefined {
  const rest = lines.slice(index, index + 12).join('\n');
  const declared = /^function\s+([A-Za-z_]\w*)\s*(:\s*\w+)?\s*(\([^)]*\))/.exec(rest);
  if (declared !== null) {
    const [whole, name = '', type = '', parameters = ''] = declared;
    const intrinsic = /^\s*(?::\s*\d+\s*)?%\{/.test(rest.slice(whole.length));
    return {
      kind: 'function',
      name,
      signature: `${name}${type.replace(/\s/g, '')} ${flat(parameters)}`,
      description,
      intrinsic,
    };
  }
  const alias =
    /^probe\s+([A-Za-z_][\w.]*(?:\([^)]*\))?[\w.]*)\s*\+?=(?!=)([^{]*(?:\{[^{}=]*\}[^{]*)*?)(?=\{\s*(?:\n|$|\}|\w+\s*=))/.exec(
      rest,
    );
  if (alias !== null) {
    const [, name = '', points = ''] = alias;
    return { kind: 'probe', name, signature: `${name} = ${flat(points)}`, description, intrinsic: false };
  }
  const macro = /^@define\s+([A-Za-z_]\w*)\s*(\([^)]*\))?/.exec(rest);
  if (macro !== null) {
    const [, name = '', parameters = ''] = macro;
    return {
      kind: 'macro',
      name: `@${name}`,
      signature: `@${name} ${flat(parameters)}`.trim(),
      description,
      intrinsic: false,
    };
  }
  return undefined;
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
