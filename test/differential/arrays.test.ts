/** Sequences of what can be done to arrays: plain, sized and wrapping ones, of one and two keys, sorted with ties and limits. */
import fc from 'fast-check';
import { it } from 'vitest';
import { expectAlike, timeout, type Case } from './support/expect-alike.ts';
import { stringLiteral } from './support/script-text.ts';

const declarations = ['n@@', 'n@@[4]', 'n@@%[4]', 'n@@%'];
const key = fc.integer({ min: 0, max: 6 }).map(String);
const word = fc.constantFrom('', 'a', 'b', 'B', 'ab', '\xe9', 'x'.repeat(511)).map(stringLiteral);
const value = fc.integer({ min: -2, max: 3 }).map((small) => (small < 0 ? `(${small})` : String(small)));
const limit = fc.constantFrom(
  '',
  '',
  ' limit 0',
  ' limit (-1)',
  ' limit 1',
  ' limit 2',
  ' limit 3',
  ' limit 30',
  ' limit 31',
);
const sort = fc.constantFrom('', '+', '-');

const oneKey = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(key, value).map(([k, v]) => `n@@[${k}] = ${v}`) },
  fc.tuple(key, value).map(([k, v]) => `n@@[${k}] += ${v}`),
  key.map((k) => `println(n@@[${k}]++, ${k} in n@@)`),
  key.map((k) => `delete n@@[${k}]`),
  fc.constant('delete n@@'),
  fc.tuple(sort, limit).map(([s, l]) => `foreach (v = k in n@@${s}${l}) print(k, "=", v, " ") println("")`),
  fc.tuple(sort, limit).map(([s, l]) => `foreach (k${s} in n@@${l}) print(k, " ") println("")`),
  fc
    .tuple(sort, limit, key)
    .map(
      ([s, l, stop]) =>
        `foreach (v${s} = k in n@@${l}) { if (k == ${stop}) break; print(k, "=", v, " ") } println("")`,
    ),
  key.map((k) => `foreach (v = [k] in n@@[${k}]) print(k, v, " ") println("")`),
  fc.constant('foreach (k in n@@) { print(k, " "); delete n@@ } println("")'),
  key.map(
    (k) =>
      `foreach (v- = k in n@@ limit ${k}) { foreach (w+ = l in m@@) print(k, v, l, w, " ") } println("")`,
  ),
);
const twoKeys = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(word, key, word).map(([w, k, v]) => `t@@[${w}, ${k}] = ${v}`) },
  fc.tuple(word, key, word).map(([w, k, v]) => `t@@[${w}, ${k}] .= ${v}`),
  fc.tuple(word, key).map(([w, k]) => `delete t@@[${w}, ${k}]`),
  fc
    .tuple(word, key)
    .map(
      ([w, k]) => `println(t@@[${w}, ${k}], "|", [${w}, ${k}] in t@@, [*, ${k}] in t@@, [${w}, *] in t@@)`,
    ),
  fc
    .oneof(
      key.map((k) => `[*, ${k}]`),
      word.map((w) => `[${w}, *]`),
      fc.constant('[*, *]'),
    )
    .map((slice) => `delete t@@${slice}`),
  fc
    .tuple(
      sort,
      fc.integer({ min: 0, max: 2 }),
      limit,
      fc.oneof(
        fc.constant(''),
        key.map((k) => `[*, ${k}]`),
        word.map((w) => `[${w}, *]`),
      ),
    )
    .map(([s, at, l, slice]) => {
      const mark = (place: number) => (place === at ? s : '');
      return `foreach ([q${mark(1)}, k${mark(2)}] in t@@${slice}${mark(0)}${l}) print(substr(q, 0, 3), k, t@@[q, k], " ") println("")`;
    }),
);
const step = fc.oneof(
  { weight: 3, arbitrary: oneKey },
  { weight: 2, arbitrary: twoKeys },
  key.map((k) => `m@@[${k}] = 7 - ${k}`),
);

const arrayCase = fc
  .tuple(
    fc.constantFrom(...declarations),
    fc.constantFrom('t@@', 't@@[3]', 't@@%[3]'),
    fc.array(step, { minLength: 3, maxLength: 14 }),
  )
  .map(([one, two, steps]): Case => ({
    declarations: `global ${one}, ${two}, m@@`,
    body: [
      'n@@[0] = 0; m@@[0] = 0; t@@["", 0] = ""',
      ...steps.map((text) => `try { ${text} } catch (e) { println(e) }`),
      'foreach (v = k in n@@) print(k, "=", v, " ")',
      'foreach (k in m@@) print(k, "=", m@@[k], " ")',
      'foreach ([q, k] in t@@) print(substr(q, 0, 3), k, t@@[q, k], " ")',
    ].join('\n'),
  }));

it('keep elements alike', () => expectAlike(arrayCase, { programs: 1, casesPerProgram: 80 }), timeout);
