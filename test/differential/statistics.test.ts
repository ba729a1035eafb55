/** Aggregates and what is extracted from them, histograms to the last blank. */
import fc from 'fast-check';
import { it } from 'vitest';
import { expectAlike, timeout, type Case } from './support/expect-alike.ts';
import { longLiteral } from './support/script-text.ts';
import { long, number } from './support/values.ts';

const near = fc.oneof(fc.bigInt({ min: -40n, max: 40n }), fc.bigInt({ min: 0n, max: 9n })).map(longLiteral);
const sparse = fc
  .tuple(fc.integer({ min: 0, max: 62 }), fc.boolean())
  .map(([bits, below]) => longLiteral((below ? -1n : 1n) << BigInt(bits)));
const samples = fc.oneof(
  fc.array(near, { maxLength: 12 }),
  fc.array(sparse, { maxLength: 6 }),
  fc.array(long, { maxLength: 6 }),
);
/** So many times each, for bars that have to be scaled. */
const times = fc.constantFrom(1, 1, 1, 3, 49, 50, 51, 200, 1001);

const linear = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 7 }))
  .map(([from, extent, step]) => ({ name: 'hist_linear', rest: `, ${from}, ${from + extent}, ${step}` }));
const wide = fc
  .tuple(
    fc.constantFrom(-1000000, 0, 1000),
    fc.integer({ min: 1, max: 120 }),
    fc.constantFrom(1, 10, 1000, 123456789),
  )
  .map(([from, count, step]) => ({
    name: 'hist_linear',
    rest: `, ${from}, ${from + count * step}, ${step}`,
  }));
const histogram = fc.oneof(fc.constant({ name: 'hist_log', rest: '' }), linear, wide);
const extractors = ['@count(S)', '@sum(S)', '@min(S)', '@max(S)', '@avg(S)', '@variance(S)'];

const scalar = fc
  .tuple(samples, times, histogram, fc.constantFrom('', '', ', 0', ', 1', ', 4', ', 20', ', 62'), number)
  .map(([values, repeats, { name, rest }, shift, index]): Case => {
    const shown = extractors.map((text) =>
      text.replace('S)', text.startsWith('@variance') ? `s@@${shift})` : 's@@)'),
    );
    const buckets = `@${name}(s@@${rest})`;
    return {
      declarations: `global s@@`,
      body: `for (i = 0; i < ${repeats}; i++) { ${values.map((value) => `s@@ <<< ${value}`).join('; ')} }
${shown.map((text) => `try { println(${text}) } catch (e) { println(e) }`).join('\n')}
try { print(${buckets}) } catch (e) { println(e) }
try { foreach (b in ${buckets}) if (${buckets}[b]) println(b, " ", ${buckets}[b]) } catch (e) { println(e) }
i = ${index} % 140
try { println(${buckets}[i], i in ${buckets}) } catch (e) { println(e) }
delete s@@
s@@ <<< 5
println(@count(s@@), @max(s@@), @variance(s@@${shift}))`,
    };
  });

const sortOperator = fc.constantFrom('', ' @count', ' @sum', ' @min', ' @max', ' @avg');
const elements = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.oneof(near, long)), { maxLength: 20 });
const array = fc
  .tuple(
    elements,
    sortOperator,
    fc.constantFrom('+', '-'),
    fc.constantFrom('', ' limit 1', ' limit 3', ' limit 40'),
    histogram,
  )
  .map(([added, operator, direction, limit, { name, rest }]): Case => ({
    declarations: 'global s@@',
    body: `${added.map(([key, value]) => `s@@[${key}] <<< ${value}`).join('\n')}
foreach (k in s@@${operator}${direction}${limit})
  println(k, ": ", @count(s@@[k]), " ", @sum(s@@[k]), " ", @min(s@@[k]), " ", @max(s@@[k]), " ", @avg(s@@[k]), " ", @variance(s@@[k]))
delete s@@[2]
foreach (k+ in s@@) print(@${name}(s@@[k]${rest}))
println(2 in s@@, @sum(s@@[2]), 3 in s@@)
try { println(@min(s@@[2])) } catch (e) { println(e) }`,
  }));

const statisticCase = fc.oneof({ weight: 3, arbitrary: scalar }, array);

it('extract alike', () => expectAlike(statisticCase, { programs: 1, casesPerProgram: 80 }), timeout);
