/**
 * The IR as text, for tests and -v: `print(program)` gives every declaration, `printStatement` and `printExpression` a piece. Names instead
 * of ids where the program is at hand; sites are left out.
 */
import type * as ir from './ir.ts';
import { expressionPrinter } from './print-expression.ts';
import { statementPrinter } from './print-statement.ts';

export interface PrintNames {
  global(id: number): string;
  function(id: number): string;
  local(index: number): string;
}

export function namesIn(program: ir.Program, locals: readonly ir.Local[]): PrintNames {
  return {
    global: (id) => program.globals[id]?.name ?? `global${id}`,
    function: (id) => program.functions[id]?.name ?? `function${id}`,
    local: (index) => locals[index]?.name ?? `local${index}`,
  };
}

export function print(program: ir.Program): string {
  const globals = program.globals.map((global) => `${printGlobal(global)}\n`);
  const functions = program.functions.map((one) => {
    const parameters = one.locals.slice(0, one.parameterCount).map(printLocal).join(', ');
    const next =
      one.nextOverload === undefined ? '' : ` next ${program.functions[one.nextOverload]?.name ?? ''}`;
    const head = `function ${one.name}(${parameters}): ${one.result}${next}`;
    return printBody(head, one.locals.slice(one.parameterCount), one.body, namesIn(program, one.locals));
  });
  const probes = program.probes.map((probe) => {
    const names = namesIn(program, probe.locals);
    const condition = probe.condition ? ` if (${expressionPrinter(names)(probe.condition)})` : '';
    return printBody(`probe ${probe.pointText}${condition}`, probe.locals, probe.body, names);
  });
  return [...globals, ...functions, ...probes].join('');
}

function printBody(head: string, locals: readonly ir.Local[], body: ir.Block, names: PrintNames): string {
  const declared = locals.length > 0 ? [`  local ${locals.map(printLocal).join(', ')}`] : [];
  const lines = statementPrinter(names)(body).map((line) => `  ${line}`);
  return `${[`${head} {`, ...declared, ...lines, '}'].join('\n')}\n`;
}

function printLocal(local: ir.Local): string {
  return `${local.name}:${local.type}`;
}

export function printGlobal(global: ir.Global): string {
  switch (global.kind) {
    case 'scalar': {
      const value =
        typeof global.initial === 'string' ? JSON.stringify(global.initial) : String(global.initial);
      return `global ${global.name}:${global.type} = ${value}`;
    }
    case 'stat':
      return `global ${global.name}:stat ${printShape(global.stat)}`;
    case 'array': {
      const shape = global.stat ? ` ${printShape(global.stat)}` : '';
      const size = `${global.sized ? '' : 'at most '}${global.capacity}${global.wrap ? ' wrapping' : ''}`;
      return `global ${global.name}[${global.keys.join(', ')}]:${global.value}${shape} (${size})`;
    }
  }
}

function printShape({ operators, shift, histogram }: ir.StatShape): string {
  const parts: string[] = [...operators];
  if (shift > 0) parts.push(`shift ${shift}`);
  if (histogram?.kind === 'log') parts.push('hist_log');
  if (histogram?.kind === 'linear')
    parts.push(`hist_linear ${histogram.low} ${histogram.high} ${histogram.step}`);
  return `{${parts.join(', ')}}`;
}
