/**
 * Reads the two tables that the system call files of the tapset are made of: scripts/tapset/syscalls.txt and flag-names.txt. Their heads
 * say how they are written. A line that is not so written is an error here, at its first use.
 */
export interface SystemCallRow {
  /** `read` of syscall.read. */
  readonly alias: string;
  /** As src/tapset/syscall-table.stp has them; more than one share the alias. None: this machine has no such call. */
  readonly kernelNames: readonly string[];
  readonly result: 'decimal' | 'hex' | 'octal' | 'none';
  readonly parameters: readonly ParameterRow[];
}

/** `flags:flags/open_flags` */
export interface ParameterRow {
  readonly variable: string;
  readonly type: string;
  /** Behind the slashes. */
  readonly details: readonly string[];
  /** Which argument of the call, from 1. */
  readonly place: number;
}

export interface SystemCallGroup {
  readonly name: string;
  readonly calls: readonly SystemCallRow[];
}

export function parseSystemCalls(text: string): SystemCallGroup[] {
  const groups: { name: string; calls: SystemCallRow[] }[] = [];
  for (const line of meaningful(text)) {
    const group = /^\[([\w-]+)\]$/.exec(line)?.[1];
    if (group === undefined) groups.at(-1)?.calls.push(systemCall(line));
    else groups.push({ name: group, calls: [] });
  }
  return groups;
}

function systemCall(line: string): SystemCallRow {
  const match = /^(\w+)(?: =([\w,]+|-))?(?: (hex|octal|noreturn))?:(.*)$/.exec(line);
  const [, alias = '', kernelNames, result, parameters = ''] = match ?? [];
  if (match === null) throw new Error(`syscalls.txt: not a call: ${line}`);
  return {
    alias,
    kernelNames: kernelNames === '-' ? [] : (kernelNames?.split(',') ?? [alias]),
    result: result === 'hex' || result === 'octal' ? result : result === undefined ? 'decimal' : 'none',
    parameters: parameters
      .split(' ')
      .filter((word) => word !== '')
      .flatMap((word, index) => (word === '-' ? [] : [parameter(word, index + 1)])),
  };
}

function parameter(word: string, place: number): ParameterRow {
  const [variable = '', type, ...rest] = word.split(/[:/]/);
  if (type === undefined || rest.some((detail) => detail === '')) {
    throw new Error(`syscalls.txt: not an argument: ${word}`);
  }
  return { variable, type, details: rest, place };
}

export interface NameList {
  readonly kind: 'enum' | 'flags';
  readonly name: string;
  /** What a set with no bit is called. */
  readonly none: string | undefined;
  readonly names: readonly { readonly name: string; readonly value: string }[];
}

export function parseFlagNames(text: string): NameList[] {
  return meaningful(text.replaceAll(/\n +/g, ' ')).map((line) => {
    const match = /^(enum|flags) (\w+)(?: (\w+))?:(.*)$/.exec(line);
    const [, kind, name = '', none, names = ''] = match ?? [];
    if (match === null) throw new Error(`flag-names.txt: not a list: ${line}`);
    return {
      kind: kind === 'enum' ? 'enum' : 'flags',
      name,
      none,
      names: names
        .split(' ')
        .filter((word) => word !== '')
        .map((word) => {
          const [label = '', value = ''] = word.split('=');
          return { name: label, value };
        }),
    };
  });
}

function meaningful(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}
