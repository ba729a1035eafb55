/**
 * Functions that a pattern `name`, `name@file` names, with `*`, `?` and `[]` in both parts. Goes out: the matches in the order of
 * the kernel's list, each once; or why the pattern cannot be answered. `beyondTypes`: functions that BTF does not know count too.
 *
 * A function is attached by its name, so of several that share a name none can be chosen by file: a name with wildcards passes
 * over them, a plain one is told so.
 */
import type { DefinedFunction, Kernel } from '../../kernel/kernel.ts';
import { hasWildcard, patternMatcher } from './name-pattern.ts';

export interface FunctionMatch {
  readonly name: string;
  readonly module: string | undefined;
  /** Its source file, where the pattern asks for one. */
  readonly file: string | undefined;
  /** Not on this kernel: the index of source files knows of another that has it. */
  readonly elsewhere?: true;
}

export function matchFunctions(
  kernel: Kernel,
  pattern: string,
  module: string | undefined,
  beyondTypes: boolean,
): readonly FunctionMatch[] | string {
  const at = pattern.indexOf('@');
  if (at >= 0) return matchByFile(kernel, pattern, module, beyondTypes);
  const matches = candidatesOf(kernel, pattern, module, beyondTypes);
  return eachOnce(matches.map((candidate) => ({ ...candidate, file: undefined })));
}

function matchByFile(
  kernel: Kernel,
  pattern: string,
  module: string | undefined,
  beyondTypes: boolean,
): readonly FunctionMatch[] | string {
  const at = pattern.indexOf('@');
  const name = pattern.slice(0, at);
  const place = pattern.slice(at + 1);
  if (/[:+][\d*]/.test(place)) {
    return `source lines are not known: BTF has none, so ${JSON.stringify(pattern)} cannot be found`;
  }
  if (kernel.sourceFiles === undefined) {
    return `which functions the source file ${JSON.stringify(place)} holds is not known: there is no index of source files for this kernel`;
  }
  const inFiles = kernel.sourceFiles.functionsIn(fileMatcher(place));
  const matches: FunctionMatch[] = [];
  for (const candidate of candidatesOf(kernel, name, module, beyondTypes)) {
    const found = inFiles.find(candidate.name, candidate.module);
    if (found === undefined) continue;
    if (found.otherFiles.length === 0) matches.push({ ...candidate, file: found.file });
    else if (!hasWildcard(name)) return sharedName(candidate.name, found);
  }
  return eachOnce(matches);
}

function sharedName(name: string, { file, otherFiles }: DefinedFunction): string {
  const [other = '', ...more] = otherFiles;
  const rest = more.length === 0 ? '' : ` and ${more.length} more`;
  return `several functions are called ${JSON.stringify(name)}, in ${file}, ${other}${rest}; this one cannot be told from the others, since functions are attached by name`;
}

type Candidate = Omit<FunctionMatch, 'file'>;

function candidatesOf(
  kernel: Kernel,
  name: string,
  module: string | undefined,
  beyondTypes: boolean,
): readonly Candidate[] {
  // A plain name in the kernel is looked up in BTF: the list of all functions is long and slow to read.
  if (module === undefined && !hasWildcard(name)) {
    if (kernel.types?.function(name) !== undefined) return [{ name, module: undefined }];
    if (!beyondTypes) return [];
  }
  const matchesName = patternMatcher(name);
  const matchesModule = module === undefined ? undefined : moduleMatcher(module);
  return kernel.functionNames().filter((candidate) => {
    const inModule =
      matchesModule === undefined
        ? candidate.module === undefined
        : candidate.module !== undefined && matchesModule(candidate.module);
    return inModule && matchesName(candidate.name);
  });
}

function eachOnce(matches: readonly FunctionMatch[]): readonly FunctionMatch[] {
  const seen = new Set<string>();
  return matches.filter(({ name, module = '' }) => {
    const key = `${module}:${name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A module is named as in lsmod, or by the path of its file; `-` and `,` are `_` in module names. */
function moduleMatcher(pattern: string): (module: string) => boolean {
  const base = pattern.replace(/^.*\//, '').replace(/\.ko(\.\w+)?$/, '');
  return patternMatcher(base.replaceAll(/[-,]/g, '_'));
}

/** The last parts of a path will do: `net/socket.c`, `socket.c`. */
function fileMatcher(pattern: string): (file: string) => boolean {
  const whole = patternMatcher(pattern);
  const tail = patternMatcher(`*/${pattern}`);
  return (file) => whole(file) || tail(file);
}
