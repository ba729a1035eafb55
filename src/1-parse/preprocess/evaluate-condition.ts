/**
 * The test of a conditional: comparisons joined by `&&` and `||`, the former binding tighter; all of them are read, even
 * where the first decides. stap(1), section PREPROCESSING. What each left side compares is a row of a table.
 */
import type { IToken } from 'chevrotain';
import * as literal from '../../../grammar/tokens/literals.ts';
import * as op from '../../../grammar/tokens/operators.ts';
import { readNumber, readString } from '../literals.ts';
import { privilegeName, runtimeName, systemtapVersion, type ParseEnvironment } from '../parse-environment.ts';
import { endOfText } from '../token-place.ts';
import type { MacroReader } from './macro-reader.ts';
import { compareVersions } from './compare-versions.ts';
import { matchWildcard } from './match-wildcard.ts';

/** A comparison that makes no sense; it was reported. */
class BadCondition extends Error {}

const leftSides =
  "'arch', 'kernel_v', 'kernel_vr', 'systemtap_v', 'runtime', 'systemtap_privilege', 'CONFIG_...', or comparison between strings or integers";

/** Undefined where the test is wrong. */
export function evaluateCondition(
  start: IToken,
  reader: MacroReader,
  environment: ParseEnvironment,
): boolean | undefined {
  try {
    let any = false;
    let all = true;
    for (;;) {
      all = evaluateTest(start, reader, environment) && all;
      const joint = reader.next();
      if (joint?.tokenType === op.LogicalAnd) continue;
      any = any || all;
      if (joint?.tokenType === op.ThenConditional) return any;
      if (joint?.tokenType !== op.LogicalOr) {
        reader.expected("'%?' marker for conditional", start);
        return undefined;
      }
      all = true;
    }
  } catch (error) {
    if (error instanceof BadCondition) return undefined;
    throw error;
  }
}

interface Test {
  readonly left: IToken;
  readonly operator: IToken;
  readonly right: IToken;
  readonly reader: MacroReader;
  readonly environment: ParseEnvironment;
}

type Evaluate = (test: Test) => boolean;

const tests: Readonly<Record<string, Evaluate>> = {
  kernel_v: (test) => compareVersion(test.environment.kernelVersion, test),
  kernel_vr: (test) => compareVersion(test.environment.kernelRelease, test),
  systemtap_v: (test) => compareVersion(systemtapVersion, test),
  arch: (test) => matchPattern(test.environment.architecture, test),
  runtime: (test) => matchPattern(runtimeName, test),
  systemtap_privilege: (test) => {
    needEquality(test);
    return (stringOf(test) === privilegeName) === isEqual(test);
  },
  guru_mode: (test) => {
    needEquality(test);
    const right = numberOf(test, 'number');
    if (right !== 0n && right !== 1n) return bad(() => test.reader.problem('STSX1065', test.operator, {}));
    return (test.environment.guru === (right === 1n)) === isEqual(test);
  },
};

function evaluateTest(start: IToken, reader: MacroReader, environment: ParseEnvironment): boolean {
  const left = reader.next() ?? endOfText;
  const evaluate = evaluatorOf(left);
  if (evaluate === undefined) {
    reader.expected(leftSides, left);
    throw new BadCondition();
  }
  const operator = reader.next();
  if (operator === undefined) {
    reader.problem('STSX1066', start, {});
    throw new BadCondition();
  }
  const right = reader.next();
  if (right === undefined) {
    reader.problem('STSX1066', start, {});
    throw new BadCondition();
  }
  return evaluate({ left, operator, right, reader, environment });
}

function evaluatorOf(left: IToken): Evaluate | undefined {
  if (left.tokenType === literal.StringLiteral) return compareStrings;
  if (left.tokenType === literal.NumberLiteral) return compareNumbers;
  if (left.tokenType !== literal.Identifier) return undefined;
  return left.image.startsWith('CONFIG_') ? compareConfig : tests[left.image];
}

function compareVersion(version: string, test: Test): boolean {
  const right = stringOf(test);
  if (!/[*?[]/.test(right)) return holds(compareVersions(version, right), test);
  if (!isEquality(test)) return bad(() => test.reader.problem('STSX1063', test.operator, {}));
  return matchWildcard(right, version) === isEqual(test);
}

function matchPattern(value: string, test: Test): boolean {
  needEquality(test);
  return matchWildcard(stringOf(test), value) === isEqual(test);
}

/** What is neither makes the whole no comparison of literals. */
function needLiteral({ left, right, reader }: Test): void {
  const type = right.tokenType;
  if (type === literal.StringLiteral || type === literal.NumberLiteral) return;
  bad(() => reader.expected(leftSides, left));
}

function compareStrings(test: Test): boolean {
  needLiteral(test);
  const left = readString([test.left.image]);
  const right = stringOf(test, 'string literal as right value');
  return holds(order(left, right), test);
}

function compareNumbers(test: Test): boolean {
  needLiteral(test);
  const left = readNumber(test.left.image);
  const right = numberOf(test, 'number literal as right value');
  if (left === undefined) return bad(() => test.reader.problem('STSX1009', test.left, {}));
  return holds(order(left, right), test);
}

/** Against a string by pattern, against a number or another option by value. */
function compareConfig(test: Test): boolean {
  const value = test.environment.config(test.left.image) ?? '';
  const type = test.right.tokenType;
  if (type === literal.StringLiteral) return matchPattern(value, test);
  if (type === literal.NumberLiteral) {
    const number = configNumber(value);
    if (number === undefined) return bad(() => test.reader.problem('STSX1064', test.left, {}));
    return holds(order(number, numberOf(test, 'number')), test);
  }
  if (type !== literal.Identifier || !test.right.image.startsWith('CONFIG_')) {
    const what = 'string, number literal or other CONFIG_... as right side operand';
    return bad(() => test.reader.expected(what, test.right));
  }
  const other = test.environment.config(test.right.image) ?? '';
  const [left, right] = [configNumber(value), configNumber(other)];
  const byNumber = left !== undefined && right !== undefined;
  return holds(byNumber ? order(left, right) : order(value, other), test);
}

/** An option that is not set counts as zero. */
function configNumber(value: string): bigint | undefined {
  if (value === '') return 0n;
  return /^-/.test(value) ? negative(readNumber(value.slice(1))) : readNumber(value);
}

function negative(value: bigint | undefined): bigint | undefined {
  return value === undefined ? undefined : -value;
}

function stringOf(test: Test, what = 'string literal'): string {
  if (test.right.tokenType === literal.StringLiteral) return readString([test.right.image]);
  bad(() => test.reader.expected(what, test.right));
  return '';
}

function numberOf(test: Test, what: string): bigint {
  const { right } = test;
  if (right.tokenType !== literal.NumberLiteral) bad(() => test.reader.expected(what, right));
  const value = readNumber(right.image);
  if (value === undefined) bad(() => test.reader.problem('STSX1009', right, {}));
  return value;
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (found) => found < 0,
  '<=': (found) => found <= 0,
  '>': (found) => found > 0,
  '>=': (found) => found >= 0,
  '==': (found) => found === 0,
  '!=': (found) => found !== 0,
};

function holds(found: number, test: Test): boolean {
  const compare = comparisons[test.operator.image];
  if (compare !== undefined) return compare(found);
  return bad(() => test.reader.expected('comparison operator', test.operator));
}

function needEquality(test: Test): void {
  if (!isEquality(test)) bad(() => test.reader.expected("'==' or '!='", test.operator));
}

function isEquality({ operator }: Test): boolean {
  return operator.tokenType === op.Equal || operator.tokenType === op.NotEqual;
}

function isEqual({ operator }: Test): boolean {
  return operator.tokenType === op.Equal;
}

function order<Value extends bigint | string>(left: Value, right: Value): number {
  return left < right ? -1 : Number(left > right);
}

function bad(report: () => void): never {
  report();
  throw new BadCondition();
}
