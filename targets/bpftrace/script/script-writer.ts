/**
 * What the emission of one handler knows: the script's own facts, the handler's names, the lines so far. What bpftrace cannot do is
 * thrown as an Obstacle.
 */
import type * as ir from '../../../src/ir/ir.ts';
import { walk } from '../../../src/ir/visit.ts';
import type { DeviationList } from '../deviations.ts';
import type { Dialect } from '../dialects.ts';
import type { NumberClasses } from '../number-classes.ts';
import type { ArgumentSource } from '../probe-points.ts';
import { emitBinary } from '../emit-arithmetic.ts';
import type { StatMap } from '../stat-maps.ts';
import { asSigned, atom, binding, inside, type Text } from '../text.ts';
import type { Generation, GlobalStorage, ScriptHandler } from './storage.ts';
import { Obstacle } from '../obstacle.ts';
import type { Lines } from './lines.ts';

export interface Script {
  readonly program: ir.Program;
  readonly dialect: Dialect;
  readonly storage: readonly GlobalStorage[];
  readonly classes: NumberClasses;
  readonly deviations: DeviationList;
  /** What target() gives: a number or `cpid`. */
  readonly target: string;
  /** Nothing below 0 is ever added to the aggregate. */
  addsNoNegatives(global: number): boolean;
  /** Arrays that have been set by `=` or `++`, which gives them the type int64. Grows while handlers are written. */
  readonly typedArrays: Set<number>;
  readonly arraysWithoutOrder: ReadonlySet<number>;
  /** Arrays whose computation is left out, since it loops over a map: they hold nothing. Grows while handlers are written. */
  readonly leftOut: Set<number>;
  /** The script only collects: how it adds up, and what it must know of the session. */
  readonly collecting?: {
    readonly realtimeOffset: bigint;
    readonly mark: bigint;
    readonly maps: (global: number) => readonly StatMap[];
  };
  /** Key places that are only ever shown by their name: `ksym`, by `global place`. */
  readonly namedKeys: ReadonlyMap<string, string>;
}

/** A walk through a map that is being written. */
export interface RunningLoop {
  readonly global: number;
  readonly variable: string;
  /** As emitKeys gives the keys that the script's own loop variables hold. */
  readonly keyTexts: readonly string[];
  /** Name of the map that is walked through. */
  readonly map: string;
  /** Set by a break, where more than this loop has to end. */
  readonly stop: string | undefined;
  readonly isWhile?: true;
}

export class ScriptWriter {
  readonly script: Script;
  readonly handler: ScriptHandler;
  lines: Lines;
  /** Maps that were printed as they are, each once. */
  readonly printedMaps = new Set<string>();
  readonly loops: RunningLoop[] = [];
  /** Variables for the script's locals, without `$`. */
  readonly names: readonly string[];
  /** Of generations in the form `pair`: which of both maps the text being written is for. */
  side: 'a' | 'b' | undefined;
  /** Set by exit(), which takes effect where the handler ends; undefined: nothing calls it. */
  exitFlag: string | undefined;
  /** How the event's arguments are found; undefined in begin, end and timer handlers. */
  arguments: ArgumentSource | undefined;
  /** Inside a try whose handler does nothing: a fault leaves 0 there too. */
  faultsAreCaught = false;
  /** Variables by the value that they hold for the statement that is being written. */
  readonly heldTexts = new Map<string, string>();
  /** So many try around the statement, which no error leaves. */
  tries = 0;
  /** Set where an error ends the loop that is being written. */
  failsInLoop: string | undefined;
  /** Only evaluated on a condition: what has effects cannot go before the statement. */
  isConditional = false;
  /** The expression that is being written is all that its statement assigns. */
  isDirect = false;
  /** Variables that hold what is captured of the event. */
  fields: readonly string[] = [];
  /** What is written where the handler ends. */
  beforeLeaving: (() => void) | undefined;
  readonly nonNegativeLocals = new Set<number>();
  private readonly generations = new Map<string, string>();
  private readonly taken: Set<string>;

  constructor(script: Script, handler: ScriptHandler, names: readonly string[], lines: Lines) {
    this.script = script;
    this.handler = handler;
    this.names = names;
    this.lines = lines;
    this.taken = new Set([...names, ...(script.dialect.has('loop-scope') ? ['kv'] : [])]);
  }

  get dialect(): Dialect {
    return this.script.dialect;
  }

  storageOf(global: number): GlobalStorage {
    const storage = this.script.storage[global];
    if (!storage) throw new Error(`global ${global} has no storage`);
    return storage;
  }

  /** A name for a variable of bpftrace's own, `$` included. */
  fresh(base: string): string {
    let name = base;
    for (let count = 2; this.taken.has(name); count++) name = `${base}${count}`;
    this.taken.add(name);
    return `$${name}`;
  }

  /** The value in a variable of that name, written before the statement; a local takes it itself. */
  heldAs(base: string, value: Text): Text {
    if (this.isDirect) return value;
    const known = this.heldTexts.get(value.text);
    const name = known ?? this.fresh(base);
    if (known !== undefined) return { ...atom(name), nonNegative: value.nonNegative };
    this.heldTexts.set(value.text, name);
    this.lines.line(`${name} = ${value.text};`);
    return { ...atom(name), nonNegative: value.nonNegative };
  }

  /**
   * `test ? then : otherwise`, by an `if` before the statement where bpftrace miscompiles an arm that has branches of its own: the number
   * is then 0, or bpftrace crashes.
   */
  choice(test: string, then: string, otherwise: string, nonNegative: boolean, name = 'n'): Text {
    const branches = [then, otherwise].some((arm) => /[@?]|&&|\|\|/.test(arm));
    if (this.dialect.has('branches-in-choices') || !branches) {
      const text = `${test} ? ${then} : ${otherwise}`;
      return { text, binds: binding.conditional, sign: 'signed', nonNegative };
    }
    const known = this.heldTexts.get(`${test} ? ${then} : ${otherwise}`);
    if (known !== undefined) return { ...atom(known), nonNegative };
    const variable = this.fresh(name);
    this.heldTexts.set(`${test} ? ${then} : ${otherwise}`, variable);
    this.lines.line(`${variable} = ${/^-?\d+$/.test(otherwise) ? `(int64)${otherwise}` : otherwise};`);
    this.lines.braces(`if (${test})`, () => {
      this.lines.line(`${variable} = ${then};`);
    });
    return { ...atom(variable), nonNegative };
  }

  /** The number in a variable of its own, where its text is needed more than once. */
  held(value: Text): Text {
    if (/^(?:\$\w+|\d+|-\d+)$/.test(value.text)) return value;
    const name = this.fresh('n');
    this.lines.line(`${name} = ${asSigned(value).text};`);
    return { ...atom(name), nonNegative: value.nonNegative };
  }

  /** `right` is a count: 0 only where `left` is 0 too. */
  quotient(left: Text, right: Text): Text {
    const divided = asSigned(emitBinary('/', left, right));
    const test = `${inside(right, binding.shift)} == 0`;
    return this.choice(test, '0', inside(divided, binding.or), left.nonNegative);
  }

  /** The function that a key is stored through, so that printing the map prints its name. */
  keyName(global: number, place: number): string | undefined {
    return this.script.namedKeys.get(`${global} ${place}`);
  }

  /** The variable with the generation that this handler has ended. */
  lastGeneration(generation: Generation): string {
    const known = this.generations.get(generation.name);
    if (known !== undefined) return known;
    const name = this.fresh(
      generation.name === 'generation' ? 'last' : `last_${generation.name.replace(/_generation$/, '')}`,
    );
    this.generations.set(generation.name, name);
    return name;
  }

  /** A break in it leaves it, and not a loop inside. */
  breaks(body: ir.Statement): boolean {
    let found = false;
    walk(body, {
      statement(node) {
        if (node.kind === 'break') found = true;
        return node.kind !== 'loop' && node.kind !== 'foreach' && node.kind !== 'foreach-bucket';
      },
    });
    return found;
  }

  /** bpftrace leaves a handler at exit(), SystemTap goes on with it. */
  exit(): void {
    this.exitFlag ??= this.fresh('exits');
    this.lines.line(`${this.exitFlag} = 1;`);
  }

  /** Ends the handler. */
  leave(): void {
    if (this.exitFlag !== undefined)
      this.lines.braces(`if (${this.exitFlag} == 1)`, () => this.lines.line('exit();'));
    this.beforeLeaving?.();
    this.lines.line('return;');
  }

  /** `$kv`; one inside another, and in versions that know a name once a handler each, has its own. */
  loopVariable(): string {
    return this.loops.length === 0 && this.dialect.has('loop-scope') ? '$kv' : this.fresh('kv');
  }

  needs(feature: Parameters<Dialect['has']>[0], what: string, site: ir.Site | undefined): void {
    if (!this.dialect.has(feature))
      throw new Obstacle(`${what}, which bpftrace ${this.dialect.version} cannot do`, site);
  }
}
