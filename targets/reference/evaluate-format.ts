/** The pieces that a print or sprint is made of, one behind the other. */
import type * as ir from '../../src/ir/ir.ts';
import { evaluateHistogram } from './evaluate-statistic.ts';
import type { Evaluator } from './evaluator.ts';
import { formatLong, formatMemory, formatString, memoryLength, type Conversion } from './format.ts';
import { raise, type Answers, type Frame, type StringCode } from './machine.ts';
import { ReadFault } from './event.ts';

export function evaluateParts(
  parts: readonly ir.FormatPart[],
  site: ir.Site,
  evaluator: Evaluator,
): StringCode {
  const codes = parts.map((part) => evaluatePart(part, site, evaluator));
  return (frame) => {
    let text = '';
    for (const code of codes) text += code(frame);
    return text;
  };
}

function evaluatePart(part: ir.FormatPart, site: ir.Site, evaluator: Evaluator): StringCode {
  switch (part.kind) {
    case 'text': {
      const { text } = part;
      return () => text;
    }
    case 'histogram':
      return evaluateHistogram(part, evaluator);
    case 'conversion':
      return evaluateConversion(part, site, evaluator);
  }
}

function evaluateConversion(part: ir.FormatConversion, site: ir.Site, evaluator: Evaluator): StringCode {
  const { conversion, flags } = part;
  const width = evaluateSize(part.width, evaluator);
  const precision = evaluateSize(part.precision, evaluator);
  const specOf = (frame: Frame): Conversion => ({
    conversion,
    flags,
    width: width(frame),
    precision: precision(frame),
  });
  if (conversion === 'm' || conversion === 'M') return evaluateMemory(part, specOf, site, evaluator);
  if (part.argument.type === 'string') {
    const { argument: given } = part;
    // A literal is printed whole, whatever strings can hold.
    const argument = given.kind === 'string' ? () => given.value : evaluator.string(given);
    return (frame) => {
      const spec = specOf(frame);
      return formatString(argument(frame), spec);
    };
  }
  const argument = evaluator.long(part.argument);
  return (frame) => {
    const spec = specOf(frame);
    return formatLong(argument(frame), spec);
  };
}

/** More than any print puts out. */
const mostSize = 1 << 20;

/** A `*` takes its number from an argument; below 0 it counts as 0. */
function evaluateSize(
  size: number | ir.Expression | undefined,
  evaluator: Evaluator,
): (frame: Frame) => number | undefined {
  if (size === undefined) return () => undefined;
  if (typeof size === 'number') return () => Math.min(size, mostSize);
  const code = evaluator.long(size);
  return (frame) => Math.min(Math.max(0, Number(code(frame))), mostSize);
}

/** It is recorded as hexadecimal digits. */
function recordedMemory(answers: Answers, site: ir.Site): string {
  const digits = String(answers.take('memory', 'string', site));
  return digits.replace(/[0-9a-f]{2}/g, (byte) => String.fromCharCode(parseInt(byte, 16)));
}

/** Memory that `%m` shows is read a byte at a time through the event, as any other memory is. */
function evaluateMemory(
  part: ir.FormatConversion,
  specOf: (frame: Frame) => Conversion,
  site: ir.Site,
  evaluator: Evaluator,
): StringCode {
  const address = evaluator.long(part.argument);
  const space = part.flags.includes('special') ? 'user' : 'kernel';
  const byte = { kind: 'integer', size: 1, signed: false, name: 'unsigned char' } as const;
  const literal = { kind: 'long', type: 'long', value: 0n } as const;
  const load = { kind: 'load', type: 'long', address: literal, ctype: byte, space, site } as const;
  return (frame) => {
    const spec = specOf(frame);
    const start = address(frame);
    if (evaluator.machine.answers && memoryLength(spec) > 0) {
      return formatMemory(recordedMemory(evaluator.machine.answers, site), spec);
    }
    let bytes = '';
    try {
      for (let offset = 0n; offset < BigInt(memoryLength(spec)); offset++) {
        if (!frame.event) throw new ReadFault(start);
        bytes += String.fromCharCode(Number(frame.event.load(load, start + offset)));
      }
    } catch (fault) {
      if (fault instanceof ReadFault) raise(fault.message, site);
      throw fault;
    }
    return formatMemory(bytes, spec);
  };
}
