/**
 * One C function while it is written: where its lines go, its locals, where a run-time error goes, and the temporaries, labels
 * and string memory that its statements take.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { Writer, type Line } from '../text/writer.ts';
import type { RecordLayout } from '../record-layout.ts';
import type { Unit } from './unit.ts';
import { atom, cType, type Value } from '../text/value.ts';

/** What `next`, `return` and a captured read become, which differs between a handler and a function. */
export interface FrameKind {
  readonly kind: 'probe' | 'function' | 'condition';
  /** Of a function; handlers are void. */
  readonly result: ir.ScalarType | 'void';
  /** Lines that a `next` becomes; they leave the function. */
  next(frame: Frame, site: ir.Site): void;
  /** Of a streamed handler: the record it runs on. */
  readonly record: RecordLayout | undefined;
}

export class Frame {
  readonly unit: Unit;
  readonly kind: FrameKind;
  /** C names of the locals by index. */
  readonly locals: readonly string[];
  writer = new Writer();
  /** Label that a run-time error goes to. */
  failLabel = 'out';
  /** Labels of `continue` and `break` where C's own do not fit. */
  continueLabel: string | undefined;
  leaveLabel = 'out';
  /** The statement being written made strings in the arena. */
  madeStrings = false;
  private readonly jumps = new Set<string>();
  private temporaries = 0;
  private labels = 0;

  constructor(unit: Unit, kind: FrameKind, locals: readonly string[]) {
    this.unit = unit;
    this.kind = kind;
    this.locals = locals;
  }

  local(index: number): string {
    const name = this.locals[index];
    if (name === undefined) throw new Error(`no local ${index}`);
    return name;
  }

  line(text: string): void {
    this.writer.line(text);
  }

  /** A name for a temporary that the caller declares. */
  temporaryName(): string {
    this.temporaries++;
    return `t${this.temporaries}`;
  }

  /** Declares a temporary with this value. */
  temporary(type: ir.ScalarType, text: string): Value {
    const name = this.temporaryName();
    this.line(`${cType(type)}${name} = ${text};`);
    return atom(name, true);
  }

  freshLabel(prefix: string): string {
    this.labels++;
    return `${prefix}_${this.labels}`;
  }

  goto(label: string): string {
    this.jumps.add(label);
    return `goto ${label};`;
  }

  isJumpedTo(label: string): boolean {
    return this.jumps.has(label);
  }

  /** After a call that can raise an error. */
  checkError(): void {
    this.failIf('c->error');
  }

  failIf(condition: string): void {
    this.line(`if (${condition})`);
    this.writer.indented(() => {
      this.line(this.goto(this.failLabel));
    });
  }

  site(site: ir.Site): string {
    return this.unit.sites.use(site);
  }

  /** What `write` writes, apart. */
  apart(write: () => void): readonly Line[] {
    const outer = this.writer;
    this.writer = new Writer();
    write();
    const { lines } = this.writer;
    this.writer = outer;
    return lines;
  }

  /** What `write` writes, apart, and whether it made strings. */
  gather(write: () => void): { readonly lines: readonly Line[]; readonly madeStrings: boolean } {
    const outer = this.exchangeMadeStrings(false);
    const lines = this.apart(write);
    return { lines, madeStrings: this.exchangeMadeStrings(outer) };
  }

  /** Writes something that ends the life of the strings it made: in braces with a mark if it made some. */
  releasing(write: () => void): void {
    const { lines, madeStrings } = this.gather(write);
    if (!madeStrings) {
      this.writer.put(lines);
      return;
    }
    this.writer.braces('', () => {
      const mark = this.freshLabel('mark');
      this.line(`size_t ${mark} = stsx_mark(c);`);
      this.writer.blank();
      this.writer.put(lines);
      this.line(`stsx_release(c, ${mark});`);
    });
  }

  private exchangeMadeStrings(value: boolean): boolean {
    const before = this.madeStrings;
    this.madeStrings = value;
    return before;
  }
}
