import { describe, expect, test } from 'vitest';
import { parseText } from './support/parse-text.ts';

/** The names of the globals that are left. */
function kept(text: string): string {
  const { file, problems } = parseText(`probe end {} ${text}`);
  if (file === undefined) return problems[0] ?? 'no file';
  return file.items.flatMap((item) => (item.kind === 'Global' ? [item.name] : [])).join(' ');
}

function holds(test: string): string {
  return kept(`%( ${test} %? global yes %: global no %)`);
}

describe('tests that hold or not', () => {
  const cases: readonly (readonly [test: string, result: 'yes' | 'no'])[] = [
    ['kernel_v >= "2.6.12"', 'yes'],
    ['kernel_v == "6.18.5"', 'yes'],
    ['kernel_v == "6.*"', 'yes'],
    ['kernel_v != "6.1?.*"', 'no'],
    ['kernel_vr == "6.18.5-2-amd64"', 'yes'],
    ['kernel_v < "6.9"', 'no'],
    ['systemtap_v >= "5.6"', 'yes'],
    ['systemtap_v < "5.6"', 'no'],
    ['arch == "x86*"', 'yes'],
    ['arch != "arm64"', 'yes'],
    ['runtime == "kernel"', 'yes'],
    ['runtime != "dyn*"', 'yes'],
    ['systemtap_privilege == "stapdev"', 'yes'],
    ['systemtap_privilege == "stapd*"', 'no'],
    ['guru_mode == 0', 'yes'],
    ['guru_mode != 0', 'no'],
    ['CONFIG_SMP == "y"', 'yes'],
    ['CONFIG_NONE == ""', 'yes'],
    ['CONFIG_NONE == "n"', 'no'],
    ['CONFIG_HZ > 100', 'yes'],
    ['CONFIG_HZ > CONFIG_NR_CPUS', 'yes'],
    ['CONFIG_NONE < 3', 'yes'],
    ['"a" < "b"', 'yes'],
    ['"a" == "a*"', 'no'],
    ['0x10 == 16', 'yes'],
    ['1 == 1 && 2 == 3 || 4 == 4', 'yes'],
    ['1 == 2 && 2 == 2 || 4 == 5', 'no'],
    ['1 == 1 || 1 == 2 && 1 == 3', 'yes'],
  ];
  test.each(cases)('%s', (condition, result) => {
    expect(holds(condition)).toBe(result);
  });
});

describe('tests that make no sense', () => {
  const sides =
    "expected 'arch', 'kernel_v', 'kernel_vr', 'systemtap_v', 'runtime', 'systemtap_privilege', 'CONFIG_...', or comparison between strings or integers";
  const cases: readonly (readonly [test: string, message: string])[] = [
    ['1 == "x"', 'expected number literal as right value'],
    ['"a" == 1', 'expected string literal as right value'],
    ['1 + 1', 'expected comparison operator'],
    ['foo == 1', sides],
    ['5 == CONFIG_HZ', sides],
    ['(1 == 1)', sides],
    ['1 == 1 || garbage', sides],
    ['kernel_v == 5', 'expected string literal'],
    ['kernel_v > "2.*"', 'wildcard not allowed with order comparison operators'],
    ['arch < "x"', "expected '==' or '!='"],
    ['guru_mode == 2', 'expected 0 or 1'],
    ['guru_mode == "1"', 'expected number'],
    ['CONFIG_SMP < 3', 'config option value not a number'],
    ['CONFIG_SMP == foo', 'expected string, number literal or other CONFIG_... as right side operand'],
    ['1 == 1 2', "expected '%?' marker for conditional"],
  ];
  test.each(cases)('%s', (condition, message) => {
    expect(holds(condition)).toMatch(message);
  });
});

describe('branches', () => {
  const cases: readonly (readonly [text: string, result: string])[] = [
    ['%( 1 == 2 %? ^^ "x" ) %: global a %)', 'a'],
    ['%( 1 == 1 %? %( 2 == 3 %? foo %: global a %) %) global b', 'a b'],
    ['%( 1 == 2 %? %( foo %? bar %: z %) %: global a %)', 'a'],
    ['%( 1 == 2 %? %( foo %: z %) %: global a %)', 'a'],
    ['%( 1 == 1 %? %: foo %) global a', 'a'],
    ['%( 1 == 2 %? @define m %( x %) %) @define m %( a %) global @m', 'a'],
    ['%( 1 == 1 %? global a', 'incomplete conditional at end of file at 1:14'],
    ['%( 1 == 2 %? global a', 'incomplete conditional at end of file at 1:14'],
    ['%( 1 == 1 %? global a %: b %: c %)', "invalid conditional - duplicate '%:' at 1:41"],
    ['%( 1 == 2 %? global a %: global b %: c %)', "invalid conditional - duplicate '%:' at 1:48"],
    ['%)', "incomplete conditional - missing '%(' at 1:14"],
    ['%?', "incomplete conditional - missing '%(' at 1:14"],
  ];
  test.each(cases)('%s', (text, result) => {
    expect(kept(text)).toBe(result);
  });
});
