/** =~, !~, matched() and ngroups(): generated patterns on generated texts. */
import fc from 'fast-check';
import { it } from 'vitest';
import { validatePattern } from '../../src/regex/validate-pattern.ts';
import { expectAlike, timeout, type Case } from './support/expect-alike.ts';
import { stringLiteral } from './support/script-text.ts';

const plain = fc.constantFrom('a', 'b', 'c', 'ab', ']', '}', '-', ',', ' ', '\xe9', '\n');
const escape = fc.constantFrom(
  '\\1',
  '\\.',
  '\\a',
  '\\\\',
  '\\]',
  '\\(',
  '\\)',
  '\\|',
  '\\n',
  '\\^',
  '\\{',
  '\\0',
);
const bracketItem = fc.constantFrom(
  'a',
  'b',
  'a-c',
  '\\]',
  '\\\\',
  '\\a',
  '\\^-b',
  '^',
  '-',
  '$',
  '(',
  ' -~',
  '\x80-\xff',
  '[:alpha:]',
  '[:space:]',
  '[:punct:]',
  '[:xdigit:]',
  '[:cntrl:]',
  '[',
  '.',
);
const bracket = fc
  .tuple(
    fc.constantFrom('', '^'),
    fc.constantFrom('', ']', '-', '[:upper:]'),
    fc.array(bracketItem, { maxLength: 3 }),
    fc.constantFrom('', '-'),
  )
  .map(([negation, first, items, last]) => `[${negation}${first}${items.join('')}${last}]`);
const atom = fc.oneof(
  { weight: 4, arbitrary: plain },
  escape,
  bracket,
  fc.constantFrom('.', '^', '$', '()', '(^)', '($)'),
);
const repeat = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  fc.constantFrom(
    '*',
    '+',
    '?',
    '**',
    '+?',
    '{0}',
    '{2}',
    '{1,2}',
    '{0,3}',
    '{2,}',
    '{0,}',
    '{1,300}',
    '{300}',
  ),
);

const { pattern } = fc.letrec<{ pattern: string; sequence: string; item: string }>((tie) => ({
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|')),
  sequence: fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')),
  item: fc
    .tuple(
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        atom,
        tie('pattern').map((inner) => `(${inner})`),
      ),
      repeat,
    )
    .map(([item, times]) => item + times),
}));
const whole = fc
  .tuple(pattern, fc.constantFrom('', '', '', ')'))
  .map(([text, surplus]) => text + surplus)
  .filter((text) => validatePattern(text) === undefined);

const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'a', 'b', ' ', ']', '-', '1', '\\', '\xe9', '\n', '^', 'A', '(', 'n'),
  maxLength: 12,
});

const regexCase = fc
  .tuple(whole, fc.array(text, { minLength: 1, maxLength: 4 }))
  .map(([regex, texts]): Case => ({
    declarations: `function match@@(s:string) {
  try {
    if (s =~ ${stringLiteral(regex)})
      for (i = 0; i < ngroups(); i++) printf("<%s>", matched(i))
    else print("no", s !~ ${stringLiteral(regex)})
    println("")
    matched(ngroups())
  } catch (e) { println(e) }
}`,
    body: texts.map((subject) => `match@@(${stringLiteral(subject)})`).join('\n'),
  }));

it('match alike', () => expectAlike(regexCase, { programs: 1, casesPerProgram: 150 }), timeout);
