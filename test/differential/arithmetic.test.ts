/** Operators on edges of numbers, with operands that nothing knows before the script runs, and with a right one that stands in the script. */
import fc from 'fast-check';
import { it } from 'vitest';
import { expectAlike, timeout, type Case } from './support/expect-alike.ts';
import { long, text } from './support/values.ts';

const binary = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '|',
  '^',
  '<<',
  '>>',
  '>>>',
  '<',
  '>',
  '<=',
  '>=',
  '==',
  '!=',
  '&&',
  '||',
];
const assigning = ['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='];
const comparing = ['<', '>', '<=', '>=', '==', '!='];

/** Compilers take special care of dividing by these where they stand in the script. */
const divisor = fc.oneof(long, fc.constantFrom('0', '(-1)'));

const numbers = fc
  .tuple(long, long, fc.constantFrom(...binary), fc.constantFrom(...assigning), divisor)
  .map(([left, right, operator, assignment, by]) => ({
    declarations: `function binary@@(a, b) { return a ${operator} b }
function constant@@(a) { return a ${operator} ${right} }
function quotient@@(a) { return a / ${by} }
function remainder@@(a) { return a % ${by} }
function unary@@(a) { return sprintf("%d %d %d %d", -a, ~a, !a, a ? 3 : 4) }
function assign@@(a, b) { c = a; try { d = (c ${assignment} b) } catch (e) { println(e) } return sprintf("%d %d", c, d) }`,
    body: `println(unary@@(${left}))
println(assign@@(${left}, ${right}))
try { println(constant@@(${left})) } catch (e) { println(e) }
try { println(quotient@@(${left})) } catch (e) { println(e) }
try { println(remainder@@(${left})) } catch (e) { println(e) }
println(binary@@(${left}, ${right}))`,
  }));
const texts = fc.tuple(text, text, fc.constantFrom(...comparing)).map(([left, right, operator]) => ({
  declarations: `function compare@@(a:string, b:string) { return a ${operator} b }
function join@@(a:string, b:string) { c = a; c .= b; return c . a }`,
  body: `println(compare@@(${left}, ${right}), compare@@(${left}, ${left}))
println(join@@(${left}, ${right}))
println(compare@@(join@@(${left}, ${right}), join@@(${left}, ${left})))`,
}));

const operatorCase: fc.Arbitrary<Case> = fc.oneof({ weight: 4, arbitrary: numbers }, texts);

it('compute alike', () => expectAlike(operatorCase, { programs: 1, casesPerProgram: 150 }), timeout);
