/**
 * One handler of the kernel half while it is written. Text and map keys stand in a structure of their own (`frame->…`): on the BPF stack
 * while they are small, else in a map with one entry a CPU, which is safe because a program does not interrupt itself.
 */
import type * as ir from '../../../src/ir/ir.ts';
import type { KernelLocal } from '../../../src/5-split/plan.ts';
import { walk } from '../../../src/ir/visit.ts';
import { textSize } from '../fed-layout.ts';
import type { RecordField, RecordLayout } from '../record-layout.ts';
import type { RecordedLayout } from '../recorded-layout.ts';
import type { PassedValue } from '../intrinsics.ts';
import { registers } from '../registers.ts';
import { NameTable } from '../text/name-table.ts';
import { atom, type Value } from '../text/value.ts';
import { Writer, type Line } from '../text/writer.ts';
import type { KernelUnit } from './unit.ts';

/** Where errors go: what is written before the jump, and the label. */
export interface FaultTarget {
  readonly label: string;
  /** `value` is the address that could not be read. */
  readonly record: (error: KernelError, site: ir.Site, value: string, frame: KernelFrame) => void;
}

export type KernelError =
  'STSX_KERNEL_FAULT' | 'STSX_KERNEL_DIVISION' | 'STSX_KERNEL_OVERFLOW' | 'STSX_KERNEL_EMPTY';

export class KernelFrame {
  readonly unit: KernelUnit;
  readonly probe: ir.Probe;
  readonly locals: readonly KernelLocal[];
  /** Arguments of the event that the handler reads. */
  readonly usedArguments = new Set<number>();
  writer = new Writer();
  fault: FaultTarget;
  /** Where `next` and `leave` go. */
  nextLabel = 'out';
  leaveLabel = 'out';
  /** In a replay build: where the event's values are found, and the labels of the scopes around. */
  readonly recorded: RecordedLayout | undefined;
  readonly path: (string | undefined)[] = [];
  /** The record that captures go into. */
  event: Pick<RecordLayout, 'fields'> | undefined;
  /** The loop around: its count of turns from 0, and where `continue` goes, if that is not the loop's head. */
  loop: { readonly turn: string; readonly continueLabel: string | undefined } | undefined;
  private readonly names: readonly string[];
  private readonly members: { readonly declaration: string; readonly size: number }[] = [];
  private readonly jumps = new Set<string>();
  private readonly assignments = new Map<number, number>();
  /** Of locals that are assigned such wherever the handler goes. */
  private readonly literals: ReadonlyMap<number, bigint>;
  /** Locals that are assigned inside expressions: what was read of them before has to be kept. */
  private readonly changing: ReadonlySet<number>;
  /** Text is built in the frame at computed places, which the stack does not allow on older kernels. */
  buildsText = false;
  private counter = 0;

  constructor(
    unit: KernelUnit,
    probe: ir.Probe,
    locals: readonly KernelLocal[],
    body: ir.Block,
    fault: FaultTarget,
  ) {
    this.unit = unit;
    this.recorded = unit.recorded?.get(probe.id);
    walk(body, {
      expression: (node) => {
        if ((node.kind !== 'assign' && node.kind !== 'step') || node.target.kind !== 'local') return;
        const { local } = node.target;
        // What adds to the value that was there counts for two.
        const isFirst = node.kind === 'assign' && node.operator === undefined;
        this.assignments.set(local, (this.assignments.get(local) ?? 0) + (isFirst ? 1 : 2));
      },
    });
    this.literals = certainLiterals(body);
    this.changing = nestedAssignments(body);
    this.probe = probe;
    this.locals = locals;
    this.fault = fault;
    const names = new NameTable();
    for (const index of Object.values(passedIndex)) names.unique(argumentName(probe, index));
    // Arguments keep their own names; see argumentName().
    this.names = locals.map(({ name }) => names.unique(name));
  }

  line(text: string): void {
    this.writer.line(text);
  }

  local(index: number): KernelLocal {
    const local = this.locals[index];
    if (!local) throw new Error(`no local ${index}`);
    return local;
  }

  /** C text of a local; a string's is its buffer. */
  localText(index: number): string {
    const name = this.names[index] ?? '';
    return this.local(index).type === 'long' ? name : `frame->${name}`;
  }

  localName(index: number): string {
    return this.names[index] ?? '';
  }

  localSize(index: number): number {
    return textSize(this.local(index).maxLength);
  }

  /** It may hold something when it is assigned to. */
  isAssignedTwice(index: number): boolean {
    return (this.assignments.get(index) ?? 0) > 1;
  }

  /** Its value where that is known: a literal, or a local that is nothing else ever. */
  constantOf(node: ir.Expression | undefined): bigint | undefined {
    if (node?.kind === 'long') return node.value;
    if (node?.kind !== 'read' || node.place.kind !== 'local') return undefined;
    return this.isAssignedTwice(node.place.local) ? undefined : this.literals.get(node.place.local);
  }

  /** It is assigned inside an expression somewhere. */
  isChanging(index: number): boolean {
    return this.changing.has(index);
  }

  capturedField({ field }: { readonly field: number }): RecordField {
    const captured = this.event?.fields[field];
    if (!captured) throw new Error(`no field ${field} to capture`);
    return captured;
  }

  /** C text of what was captured: in a loop, in the turn that it is in. */
  capturedText(node: { readonly field: number }): string {
    const { name, turns } = this.capturedField(node);
    return turns === undefined ? `event->${name}` : `event->${name}.turn[${this.loop?.turn ?? 0}]`;
  }

  /** A member of the frame: a text buffer or a map key. */
  member(declaration: string, size: number): void {
    this.members.push({ declaration, size });
  }

  get frameMembers(): readonly string[] {
    return this.members.map(({ declaration }) => declaration);
  }

  get frameSize(): number {
    return this.members.reduce((sum, { size }) => sum + size, 0);
  }

  fresh(prefix: string): string {
    this.counter++;
    return `${prefix}${this.counter}`;
  }

  temporary(text: string | undefined): Value {
    const name = this.fresh('t');
    this.line(text === undefined ? `__s64 ${name};` : `__s64 ${name} = ${text};`);
    return atom(name, true);
  }

  textBuffer(size: number): string {
    const name = this.fresh('text_');
    this.member(`char ${name}[${size}]`, size);
    return `frame->${name}`;
  }

  /** Memory for one call at a time: calls that need the same take turns. */
  scratch(type: string, size: number): string {
    const name = `scratch_${type.replace(/\W/g, '_')}`;
    if (!this.members.some(({ declaration }) => declaration === `${type} ${name}`)) {
      this.member(`${type} ${name}`, size);
    }
    return `frame->${name}`;
  }

  /** Where the next byte of a text that is being built goes. */
  textPosition(): string {
    const name = this.fresh('at_');
    this.member(`__u64 ${name}`, 8);
    this.buildsText = true;
    return `frame->${name}`;
  }

  goto(label: string): string {
    this.jumps.add(label);
    return `goto ${label};`;
  }

  isJumpedTo(label: string): boolean {
    return this.jumps.has(label);
  }

  /** `condition` tells that an error happened. */
  failIf(condition: string, error: KernelError, site: ir.Site, value: string): void {
    this.writer.braces(`if (${condition})`, () => {
      this.fault.record(error, site, value, this);
      this.line(this.goto(this.fault.label));
    });
  }

  /** In braces of its own if it declares something. */
  scoped(write: () => void): void {
    const lines = this.apart(write);
    const declares = lines.some(
      ({ depth, text }) => depth === 0 && /^(__s64|stsx_bool|struct \w+ \*)/.test(text),
    );
    if (declares) {
      this.writer.braces('', () => {
        this.writer.put(lines);
      });
    } else {
      this.writer.put(lines);
    }
  }

  apart(write: () => void): readonly Line[] {
    const outer = this.writer;
    this.writer = new Writer();
    write();
    const { lines } = this.writer;
    this.writer = outer;
    return lines;
  }
}

function certainLiterals(body: ir.Block): ReadonlyMap<number, bigint> {
  const found = new Map<number, bigint>();
  const look = ({ statements }: ir.Block): void => {
    for (const statement of statements) {
      if (statement.kind === 'block') look(statement);
      else if (statement.kind === 'scope') look(statement.body);
      else if (statement.kind === 'evaluate' && statement.expression.kind === 'assign') {
        const { target, value } = statement.expression;
        if (target.kind === 'local' && value.kind === 'long') found.set(target.local, value.value);
      }
      // What follows may be jumped over.
      if (statement.kind !== 'scope' && jumps(statement)) return;
    }
  };
  look(body);
  return found;
}

function jumps(statement: ir.Statement): boolean {
  let found = false;
  walk(statement, {
    statement(node) {
      found ||= node.kind === 'leave';
    },
  });
  return found;
}

function nestedAssignments(body: ir.Block): ReadonlySet<number> {
  const found = new Set<number>();
  const outermost = new Set<ir.Expression>();
  walk(body, {
    statement(node) {
      if (node.kind === 'evaluate') outermost.add(node.expression);
    },
    expression(node) {
      if (outermost.has(node) || (node.kind !== 'assign' && node.kind !== 'step')) return;
      if (node.target.kind === 'local') found.add(node.target.local);
    },
  });
  return found;
}

/** What the handler is passed beside the event's arguments has indexes below the return value's. */
export const passedIndex: Readonly<Record<PassedValue, number>> = {
  address: -2,
  'user-mode': -3,
  'syscall-number': -4,
  result: -5,
  context: -6,
  'syscall-1': -11,
  'syscall-2': -12,
  'syscall-3': -13,
  'syscall-4': -14,
  'syscall-5': -15,
  'syscall-6': -16,
};

/** Numbers of what the event was given by place, without its type (int_arg), lie further below. */
const firstParameter = -32;

export function parameterIndex(place: number): number {
  return firstParameter - place;
}

/** The place, from 0; undefined: it is no such index. */
export function parameterPlace(index: number): number | undefined {
  return index <= firstParameter && index > firstRegister ? firstParameter - index : undefined;
}

/** Whole registers (register) still further. */
const firstRegister = -128;

export function registerIndex(name: string): number {
  return firstRegister - Object.keys(registers).indexOf(name);
}

/** The register's name; undefined: it is no such index. */
export function registerNameOf(index: number): string | undefined {
  return index <= firstRegister ? Object.keys(registers)[firstRegister - index] : undefined;
}

/** It is gone at the function's return, unless it was kept from the entry. */
export function isArgument(index: number): boolean {
  return index >= 0 || parameterPlace(index) !== undefined;
}

/** Of a passed value, by its index. */
export function passedName(index: number): PassedValue | undefined {
  return (Object.keys(passedIndex) as PassedValue[]).find((name) => passedIndex[name] === index);
}

/** C name of an argument: its own, marked so that it meets no local. */
export function argumentName(probe: ir.Probe, index: number): string {
  const { point } = probe;
  if (index === -1) return 'arg_returned';
  if (index === passedIndex.context) return 'ctx';
  const passed = passedName(index);
  if (passed !== undefined) return passed.replaceAll('-', '_');
  const place = parameterPlace(index);
  if (place !== undefined) return `parameter_${place + 1}`;
  const register = registerNameOf(index);
  if (register !== undefined) return `register_${register}`;
  const named = 'parameters' in point ? point.parameters[index]?.name : undefined;
  return `arg_${named === undefined || named === '' ? index : named.replace(/\W/g, '_')}`;
}
