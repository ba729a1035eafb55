/**
 * `$value` of procfs files and of standard input: stapprobes(3stap), PROCFS. Comes in: the bound body of such a probe; goes out: the same
 * with calls of the library (tapset/procfs.stp) where it reads and writes the value.
 */
import type * as ast from '../../ast/ast.ts';
import { mapChildren } from '../../ast/map.ts';
import type { AttachPoint } from '../../program/attach-point.ts';
import type { Session } from '../session.ts';
import * as make from './make-nodes.ts';

const notStructure = 'is text: it has no members, and is not printed as a structure';
const otherOperator = "can only be assigned with '=' and '.='";

/** Gives the unique name of a function of the library. */
export type LibraryFunction = (name: string) => string;

export function callForFileValue(
  session: Session,
  body: ast.Block,
  point: AttachPoint,
  library: LibraryFunction,
): ast.Block {
  if (point.kind !== 'file' && point.kind !== 'input') return body;
  const isAnswer = point.kind === 'file' && point.at === 'read';
  const getter = isAnswer ? '__file_answer' : '__file_written';

  function replace(node: ast.Node): ast.Node {
    if (node.kind === 'Defined' && isValue(node.operand)) return make.number(node, 1n);
    if (isValue(node)) return isStructure(node) ? refuse(node, notStructure) : call(node, getter);
    if (node.kind === 'Assignment' && isValue(node.target)) return assign(node, node.target);
    if (node.kind === 'Step' && isValue(node.operand)) return refuse(node.operand, otherOperator);
    return mapChildren(node, replace);
  }

  function call(at: ast.Expression, name: string, ...values: readonly ast.Expression[]): ast.Call {
    return make.call(at, library(name), values);
  }

  function refuse(node: ast.TargetVariable, problem: string): ast.Expression {
    session.report.add('STSX2211', node.span, { problem });
    return call(node, getter);
  }

  function assign({ operator, value }: ast.Assignment, target: ast.TargetVariable): ast.Node {
    const written = replace(value) as ast.Expression;
    if (isStructure(target)) return refuse(target, notStructure);
    if (!isAnswer) return refuse(target, 'is what was written, and is only read');
    if (operator === '=') return call(target, '__answer_file', written);
    // With .maxsize a whole answer is longer than a string can be.
    if (operator === '.=') return call(target, '__append_to_answer', written);
    return refuse(target, otherOperator);
  }

  return replace(body) as ast.Block;
}

function isValue(node: ast.Node): node is ast.TargetVariable {
  return node.kind === 'TargetVariable' && node.name === '$value';
}

function isStructure({ steps, pretty }: ast.TargetVariable): boolean {
  return steps.length > 0 || pretty !== '';
}
