/** while and for. In: the IR of a loop. Out: lines of a loop that the verifier sees the end of. */
import type * as ir from '../../../src/ir/ir.ts';
import { Obstacle } from '../obstacle.ts';
import { emitCondition } from './emit-expression.ts';
import { emitBlock } from './emit-statement.ts';
import type { ScriptWriter } from './script-writer.ts';

/** Rounds of a loop, whatever MAXACTION allows: the verifier follows each, and of two loops with a map in each it follows no more. */
const usualRounds = 50;
/** Of one whose test has a number to count to. */
const mostRounds = 500;

/** Loops that the verifier sees the end of: so many rounds as MAXACTION lets them have, with the script's own test in them. */
export function emitLoop(node: ir.Loop, writer: ScriptWriter): void {
  if (node.step && hasContinue(node.body)) throw new Obstacle('has a continue in a for', undefined);
  const allowed = Math.max(1, Math.floor(writer.script.program.limits.maxAction / 2));
  const rounds = Math.min(countedTo(node.condition) ?? usualRounds, mostRounds, allowed);
  writer.script.deviations.note('actions', [], { rounds: String(rounds) });
  const turn = writer.fresh('turn');
  const body = () => {
    if (node.condition) {
      const { condition } = node;
      writer.heldTexts.clear();
      const go = emitCondition(
        { kind: 'unary', type: 'long', operator: '!', operand: condition },
        writer,
      ).text;
      writer.lines.braces(`if (${go})`, () => {
        writer.lines.line('break;');
      });
    }
    writer.loops.push({ global: -1, variable: '', keyTexts: [], map: '', stop: undefined, isWhile: true });
    emitBlock(node.body, writer);
    writer.loops.pop();
    if (node.step) emitBlock(node.step, writer);
  };
  if (writer.dialect.has('range-loops')) {
    writer.lines.braces(`for (${turn} : 0..${rounds})`, body);
    return;
  }
  writer.lines.line(`${turn} = 0;`);
  writer.lines.braces(`while (${turn} < ${rounds})`, () => {
    writer.lines.line(`${turn}++;`);
    body();
  });
}

/** Rounds of a loop that counts from 0 to a literal number, `i < 100`, and one that sees the end. */
function countedTo(condition: ir.Expression | undefined): number | undefined {
  if (condition?.kind !== 'compare' || condition.right.kind !== 'long') return undefined;
  const { operator, right } = condition;
  const counts = operator === '<' || operator === '<=' || operator === '!=';
  return counts && right.value > 0n && right.value < BigInt(mostRounds) ? Number(right.value) + 2 : undefined;
}

function hasContinue(node: ir.Block): boolean {
  return node.statements.some((statement) => {
    if (statement.kind === 'continue') return true;
    if (statement.kind === 'block') return hasContinue(statement);
    if (statement.kind === 'if')
      return (
        hasContinue(statement.then) || (statement.otherwise !== undefined && hasContinue(statement.otherwise))
      );
    return false;
  });
}
