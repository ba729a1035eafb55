/** Statements: from an IR statement to code that carries it out and says how it ended (machine.ts, Completion). */
import type * as ir from '../../src/ir/ir.ts';
import { executeDelete, executeDeleteMatching } from './execute-delete.ts';
import { executeForeach, executeForeachBucket } from './execute-foreach.ts';
import { evaluateKeys, insert, writeValue } from './evaluate-place.ts';
import type { Evaluator } from './evaluator.ts';
import { cellOf, raise, type StatementCode } from './machine.ts';
import { ActionsExhausted, ScriptError } from './script-error.ts';
import { addToStatistic, emptyStatistic } from './statistics.ts';
import { overflowMessage } from '../../src/ir/overflow-message.ts';

/** Most bytes that one print gives to the output (SystemTap's STP_BUFFER_SIZE). */
const PRINT_SIZE = 8192;

export function executeBlock(node: ir.Block, evaluator: Evaluator): StatementCode {
  const codes = node.statements.map((statement) => executeStatement(statement, evaluator));
  return (frame) => {
    for (const code of codes) {
      const completion = code(frame);
      if (completion !== 'normal') return completion;
    }
    return 'normal';
  };
}

function executeStatement(node: ir.Statement, evaluator: Evaluator): StatementCode {
  switch (node.kind) {
    case 'block':
      return executeBlock(node, evaluator);
    case 'charge':
      return executeCharge(node, evaluator);
    case 'evaluate': {
      const effect = evaluator.effect(node.expression);
      return (frame) => {
        effect(frame);
        return 'normal';
      };
    }
    case 'print':
      return executePrint(node, evaluator);
    case 'if':
      return executeIf(node, evaluator);
    case 'loop':
      return executeLoop(node, evaluator);
    case 'foreach':
      return executeForeach(node, executeBlock(node.body, evaluator), evaluator);
    case 'foreach-bucket':
      return executeForeachBucket(node, executeBlock(node.body, evaluator), evaluator);
    case 'try':
      return executeTry(node, evaluator);
    case 'return':
      return executeReturn(node, evaluator);
    case 'next':
    case 'break':
    case 'continue':
    case 'leave': {
      const { kind } = node;
      return () => kind;
    }
    case 'stat-add':
      return executeStatAdd(node, evaluator);
    case 'delete':
      return executeDelete(node, evaluator);
    case 'delete-matching':
      return executeDeleteMatching(node, evaluator);
    case 'scope':
      return executeScope(node, evaluator);
    case 'capture':
      throw new Error('captures belong to the kernel part of a handler');
  }
}

function executeCharge(node: ir.Charge, { machine }: Evaluator): StatementCode {
  return () => {
    machine.actionsLeft -= node.actions;
    if (machine.actionsLeft < 0) throw new ActionsExhausted(node.site);
    return 'normal';
  };
}

function executePrint(node: ir.Print, evaluator: Evaluator): StatementCode {
  const text = evaluator.parts(node.parts, node.site);
  const { machine } = evaluator;
  return (frame) => {
    machine.print(text(frame).slice(0, PRINT_SIZE));
    return 'normal';
  };
}

function executeIf(node: ir.If, evaluator: Evaluator): StatementCode {
  const condition = evaluator.long(node.condition);
  const then = executeBlock(node.then, evaluator);
  const otherwise = node.otherwise && executeBlock(node.otherwise, evaluator);
  return (frame) => {
    if (condition(frame) !== 0n) return then(frame);
    return otherwise ? otherwise(frame) : 'normal';
  };
}

function executeLoop(node: ir.Loop, evaluator: Evaluator): StatementCode {
  const condition = node.condition && evaluator.long(node.condition);
  const body = executeBlock(node.body, evaluator);
  const step = node.step && executeBlock(node.step, evaluator);
  return (frame) => {
    while (!condition || condition(frame) !== 0n) {
      const completion = body(frame);
      if (completion === 'break') break;
      if (completion !== 'normal' && completion !== 'continue') return completion;
      step?.(frame);
    }
    return 'normal';
  };
}

function executeTry(node: ir.Try, evaluator: Evaluator): StatementCode {
  const body = executeBlock(node.body, evaluator);
  const handler = executeBlock(node.handler, evaluator);
  const giveMessage = node.message && writeValue(node.message, evaluator);
  return (frame) => {
    try {
      return body(frame);
    } catch (error) {
      if (!(error instanceof ScriptError) || error instanceof ActionsExhausted) throw error;
      giveMessage?.(frame, error.message);
    }
    return handler(frame);
  };
}

function executeReturn(node: ir.Return, evaluator: Evaluator): StatementCode {
  const value = node.value && evaluator.value(node.value);
  return (frame) => {
    if (value) frame.result = value(frame);
    return 'return';
  };
}

function executeStatAdd(node: ir.StatAdd, evaluator: Evaluator): StatementCode {
  const value = evaluator.long(node.value);
  const place = node.stat;
  if (place.kind === 'stat-global') {
    const { statistic } = cellOf(evaluator.machine, place.global, 'statistic');
    return (frame) => {
      addToStatistic(statistic, value(frame));
      return 'normal';
    };
  }
  const { array, shape, global } = cellOf(evaluator.machine, place.global, 'statistic-array');
  const keys = evaluateKeys(place.keys, evaluator);
  const overflow = overflowMessage(global);
  return (frame) => {
    const key = keys(frame);
    const added = value(frame);
    addToStatistic(insert(array, key, () => emptyStatistic(shape), overflow, place.site).content, added);
    return 'normal';
  };
}

function executeScope(node: ir.Scope, evaluator: Evaluator): StatementCode {
  const { machine } = evaluator;
  const body = executeBlock(node.body, evaluator);
  return (frame) => {
    // It counts as the call that it stands for.
    if (machine.nesting >= machine.limits.maxNesting) raise('MAXNESTING exceeded', node.site);
    machine.nesting++;
    try {
      const completion = body(frame);
      return completion === 'leave' ? 'normal' : completion;
    } catch (error) {
      if (error instanceof ScriptError) error.calls.push(node.site);
      throw error;
    } finally {
      machine.nesting--;
    }
  };
}
