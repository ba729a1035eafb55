/** The text of syscall-flags.stp: a function a list of names, which shows a value of a system call as the headers call it. */
import type { NameList } from './parse-tables.ts';

/** A chain of conditionals in parts of moderate depth. */
const namesInAPart = 24;

export function flagsFile(lists: readonly NameList[]): string {
  const functions = lists.map((list) => (list.kind === 'enum' ? enumeration(list) : flags(list)));
  return `// Made by "npm run tapset" from scripts/tapset/flag-names.txt: values of system calls by name.\n\n${functions.join('\n')}`;
}

function enumeration({ name, names }: NameList): string {
  const parts: string[] = [];
  for (let start = 0; start < names.length; start += namesInAPart) {
    const part = names.slice(start, start + namesInAPart);
    const chain = part.map((entry) => `v == ${entry.value} ? "${entry.name}"\n       : `).join('');
    parts.push(`  text = ${chain}""\n  if (text != "") return text\n`);
  }
  return `function __${name}_str:string (v:long) {\n${parts.join('')}  return sprintf("UNKNOWN VALUE: %#x", v)\n}\n`;
}

/** Bits are taken out as they are named, so a name of several bits stands before those of its single ones. */
function flags({ name, none, names }: NameList): string {
  const tests = names
    .map(({ name: label, value }) => {
      const several = (BigInt(value) & (BigInt(value) - 1n)) !== 0n;
      const test = several ? `(v & ${value}) == ${value}` : `v & ${value}`;
      return `  if (${test}) { text .= "|${label}"; v = v & ~${value} }\n`;
    })
    .join('');
  const base = none === undefined ? '"0x0"' : `"${none}"`;
  const empty =
    name === 'open_flags' ? `  if (!(v & 3)) text = "|${none ?? ''}"\n` : `  if (!v) return ${base}\n`;
  return `function __${name}_str:string (v:long) {\n${empty}${tests}  if (v) text .= sprintf("|UNKNOWN VALUE: %#x", v)\n  return substr(text, 1, strlen(text))\n}\n`;
}
