/** Additions to globals (`<<<`, `+=`, `++`) and the maps that collect them. */
import type * as ir from '../../../src/ir/ir.ts';
import { fedMapName, type FedGlobal } from '../fed-layout.ts';
import { cIdentifier, cLong } from '../text/literal.ts';
import { operand, type Value } from '../text/value.ts';
import { emitExpression } from './emit-expression.ts';
import { emitText } from './emit-text.ts';
import type { KernelFrame } from './frame.ts';
import type { KernelUnit } from './unit.ts';

/** `stat <<< value` */
export function emitStatAdd(node: ir.StatAdd, frame: KernelFrame): void {
  const fed = fedGlobal(node.stat.global, frame.unit);
  const { global, singleWriter } = fed.planned;
  const stat = global.kind === 'scalar' ? undefined : global.stat;
  if (!stat) throw new Error(`${global.name} is no aggregate`);
  const key = emitKey(fed, node.stat.kind === 'stat-element' ? node.stat.keys : [], frame);
  const value = frame.temporary(emitExpression(node.value, frame).text).text;
  const extremes = stat.operators.includes('min') || stat.operators.includes('max');
  withElement(fed, 'struct stsx_fed_stat', key, elementSite(node.stat), frame, (element) => {
    frame.line(`stsx_fed_stat(${element}, ${value}, ${extremes}, ${singleWriter});`);
    const { histogram } = stat;
    if (histogram?.kind === 'log') {
      frame.line(`stsx_fed_log((__s64 *)(${element} + 1), ${value}, ${singleWriter});`);
    } else if (histogram?.kind === 'linear') {
      const bounds = [histogram.low, histogram.high, histogram.step].map(cLong).join(', ');
      frame.line(`stsx_fed_linear((__s64 *)(${element} + 1), ${bounds}, ${value}, ${singleWriter});`);
    }
  });
}

/** `n += value`, `n -= value`, `n++`, `n--`; undefined: by `delta`. */
export function emitAddition(
  target: ir.GlobalPlace | ir.ElementPlace,
  value: ir.Expression | undefined,
  delta: 1 | -1,
  frame: KernelFrame,
): void {
  const fed = fedGlobal(target.global, frame.unit);
  const key = emitKey(fed, target.kind === 'element' ? target.keys : [], frame);
  const added: Value | undefined = value && emitExpression(value, frame);
  const amount = added === undefined ? String(delta) : delta === 1 ? added.text : `-(__s64)${operand(added)}`;
  withElement(fed, 'struct stsx_fed_long', key, elementSite(target), frame, (element) => {
    frame.line(`stsx_fed_add(${element}, ${amount}, ${fed.planned.singleWriter});`);
  });
}

function fedGlobal(id: number, unit: KernelUnit): FedGlobal {
  const fed = unit.fed.get(id);
  if (!fed) throw new Error(`global ${id} is not fed`);
  return fed;
}

/** Fills a map key; gives the C text of its address. Scalars have one entry, at index 0. */
function emitKey(fed: FedGlobal, keys: readonly ir.Expression[], frame: KernelFrame): string {
  if (fed.planned.global.kind !== 'array') return '&(__u32){ 0 }';
  const name = frame.fresh('key_');
  const size = fed.layout.keySizes.reduce((sum, part) => sum + part, 0);
  frame.member(`${keyStruct(fed)} ${name}`, size);
  keys.forEach((key, index) => {
    const part = `frame->${name}.key_${index}`;
    if (key.type === 'string') emitText(key, part, fed.layout.keySizes[index] ?? 8, frame);
    else frame.line(`${part} = ${emitExpression(key, frame).text};`);
  });
  return `&frame->${name}`;
}

/** What an overflow blames; undefined: a scalar, which has its place. */
function elementSite(target: ir.StatPlace | ir.GlobalPlace | ir.ElementPlace): ir.Site | undefined {
  return target.kind === 'element' || target.kind === 'stat-element' ? target.site : undefined;
}

function withElement(
  fed: FedGlobal,
  type: string,
  key: string,
  site: ir.Site | undefined,
  frame: KernelFrame,
  use: (element: string) => void,
): void {
  const element = frame.fresh('element_');
  const { global } = fed.planned;
  const maps = [1, 0].map((generation) => `(void *)&${fedMapName(global, generation)}`).join(' : ');
  if (site) {
    const full = frame.fresh('full_');
    frame.line(`stsx_bool ${full} = false;`);
    frame.line(`${type} *${element} = stsx_fed_element(generation ? ${maps}, ${key}, &${full});`);
    frame.failIf(full, 'STSX_KERNEL_OVERFLOW', site, String(global.id));
  } else {
    frame.line(`${type} *${element} = bpf_map_lookup_elem(generation ? ${maps}, ${key});`);
  }
  frame.writer.braces(`if (${element})`, () => {
    use(element);
  });
}

function keyStruct(fed: FedGlobal): string {
  return `struct key_${cIdentifier(fed.planned.global.name)}`;
}

/** Key structures and maps of all fed globals. */
export function fedDefinitions(unit: KernelUnit): readonly string[] {
  return [...unit.fed.values()].flatMap((fed) => {
    const { global } = fed.planned;
    const struct = global.kind === 'array' ? keyDefinition(global, fed.layout.keySizes) : [];
    return [...struct, ...[0, 1].flatMap((generation) => mapDefinition(fed, generation))];
  });
}

/** The structure of an array's keys. */
export function keyDefinition(global: ir.ArrayGlobal, keySizes: readonly number[]): readonly string[] {
  return [
    `struct key_${cIdentifier(global.name)} {`,
    ...global.keys.map((type, index) =>
      type === 'long' ? `\t__s64 key_${index};` : `\tchar key_${index}[${keySizes[index] ?? 8}];`,
    ),
    '};',
    '',
  ];
}

/** Bytes of a fed global's value. */
function valueText(fed: FedGlobal): string {
  const { global } = fed.planned;
  const isLong = global.kind === 'scalar' || (global.kind === 'array' && global.value === 'long');
  const base = isLong ? 'sizeof(struct stsx_fed_long)' : 'sizeof(struct stsx_fed_stat)';
  return fed.layout.buckets === 0 ? base : `${base} + ${fed.layout.buckets} * sizeof(__s64)`;
}

function mapDefinition(fed: FedGlobal, generation: number): readonly string[] {
  const { global } = fed.planned;
  const isArray = global.kind === 'array';
  return [
    'struct {',
    `\t__uint(type, ${isArray ? 'BPF_MAP_TYPE_PERCPU_HASH' : 'BPF_MAP_TYPE_PERCPU_ARRAY'});`,
    `\t__uint(max_entries, ${isArray ? global.capacity : 1});`,
    ...(isArray && global.capacity > largestPreallocated ? ['\t__uint(map_flags, BPF_F_NO_PREALLOC);'] : []),
    `\t__uint(key_size, ${isArray ? `sizeof(${keyStruct(fed)})` : 'sizeof(__u32)'});`,
    `\t__uint(value_size, ${valueText(fed)});`,
    `} ${fedMapName(global, generation)} SEC(".maps");`,
    '',
  ];
}

/** Larger maps take their memory as it is needed. */
const largestPreallocated = 65536;
