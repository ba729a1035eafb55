/** The intrinsics of strings.stp, tokenize.stp and regex.stp. */
import { matchedGroup } from '../evaluate-regex.ts';
import { long, string, type IntrinsicTable, type Invocation } from './intrinsic.ts';
import { escapeText } from './escape-text.ts';
import { parseNumber } from './parse-number.ts';

export const stringIntrinsics: IntrinsicTable = {
  strlen: long((call) => BigInt(call.string(0).length)),
  substr: string((call) => substring(call.string(0), call.long(1), call.long(2))),
  stringat: long(stringAt),
  strpos: long((call) => BigInt(call.string(0).indexOf(call.string(1)))),
  str_replace: string((call) => {
    const searched = call.string(1);
    return searched === '' ? call.string(0) : call.string(0).replaceAll(searched, () => call.string(2));
  }),
  strtol: long((call) => parseNumber(call.string(0), call.long(1))),
  text_strn: string((call) => {
    const longest = call.machine.limits.maxStringLength - 1;
    const wanted = call.long(1);
    const length = wanted <= 0n || wanted > BigInt(longest) ? longest : Number(wanted);
    return escapeText(call.string(0), length, call.long(2) !== 0n);
  }),
  tokenize: string(tokenize),
  matched: string((call) => {
    const group = matchedGroup(call.machine.regex, call.long(0));
    return 'text' in group ? group.text : call.raise(group.problem);
  }),
  ngroups: long((call) => {
    const { regex } = call.machine;
    if (!regex.succeeded) call.raise('Attempted to get number of subexpressions from failed match');
    return BigInt(regex.slots.length / 2);
  }),
};

function substring(text: string, start: bigint, length: bigint): string {
  if (start < 0n || length < 0n || start >= BigInt(text.length)) return '';
  return text.slice(Number(start), Number(start + length));
}

function stringAt(call: Invocation): bigint {
  const text = call.string(0);
  const position = call.long(1);
  if (position < 0n || position >= BigInt(text.length)) call.raise('Position out of bounds');
  return BigInt(text.charCodeAt(Number(position)));
}

function tokenize(call: Invocation): string {
  const { machine } = call;
  const input = call.string(0);
  const delimiters = call.string(1);
  const text = input === '' ? machine.tokenizeRest : input;
  let start = 0;
  while (start < text.length && delimiters.includes(text.charAt(start))) start++;
  let end = start;
  while (end < text.length && !delimiters.includes(text.charAt(end))) end++;
  machine.tokenizeRest = text.slice(end + 1);
  return text.slice(start, end);
}
