/**
 * Functions and tracepoints with the names and types of their parameters.
 * A tracepoint is there for eBPF where BTF has the typedef `btf_trace_NAME`; the names of its arguments stand at a function that the
 * kernel generates for it: `__traceiter_NAME` since 5.10, `__probestub_NAME` since 6.4. Before, they are arg1, arg2, …
 */
import type { ProbeParameter } from '../../program/attach-point.ts';
import type { CType } from '../../program/c-type.ts';
import { kind } from './btf-kinds.ts';
import { stripped, type Btf } from './btf.ts';
import { cTypeOf } from './c-type-of.ts';

const tracepointTypedef = 'btf_trace_';
const tracepointFunctions = ['__traceiter_', '__probestub_'];

export interface FunctionType {
  readonly parameters: readonly ProbeParameter[];
  readonly result: CType;
}

export function functionNamed(btf: Btf, name: string, image: string): FunctionType | undefined {
  const id = btf.find(kind.function, name);
  return id === undefined ? undefined : prototype(btf, btf.target(id), image);
}

/** Unsorted. */
export function tracepointNamesOf(btf: Btf): readonly string[] {
  const names: string[] = [];
  for (const id of btf.ofKind(kind.typedef)) {
    const name = btf.name(id);
    if (name.startsWith(tracepointTypedef)) names.push(name.slice(tracepointTypedef.length));
  }
  return names;
}

export function tracepointNamed(
  btf: Btf,
  name: string,
  image: string,
): readonly ProbeParameter[] | undefined {
  const typedef = btf.find(kind.typedef, tracepointTypedef + name);
  if (typedef === undefined) return undefined;
  for (const prefix of tracepointFunctions) {
    const found = functionNamed(btf, prefix + name, image);
    // The first parameter is the kernel's own: void *__data.
    if (found !== undefined) return found.parameters.slice(1);
  }
  const pointer = stripped(btf, typedef);
  if (btf.kind(pointer) !== kind.pointer) return undefined;
  return prototype(btf, btf.target(pointer), image)
    ?.parameters.slice(1)
    .map((parameter, index) => ({ ...parameter, name: `arg${index + 1}` }));
}

function prototype(btf: Btf, id: number, image: string): FunctionType | undefined {
  const own = stripped(btf, id);
  if (btf.kind(own) !== kind.functionPrototype) return undefined;
  const parameters: ProbeParameter[] = [];
  for (let i = 0; i < btf.count(own); i++) {
    const type = btf.detail(own, 2 * i + 1);
    // A last parameter without type stands for "...".
    if (type === 0) break;
    const name = btf.string(btf.detail(own, 2 * i));
    parameters.push({ name, type: cTypeOf(btf, type, image), ...registersOf(btf, type) });
  }
  return { parameters, result: cTypeOf(btf, btf.target(own), image) };
}

/** A structure passed by value, by the calling conventions of x86-64, arm64 and riscv64. */
function registersOf(btf: Btf, type: number): Pick<ProbeParameter, 'registers'> {
  const own = stripped(btf, type);
  if (btf.kind(own) !== kind.struct && btf.kind(own) !== kind.union) return {};
  const size = btf.size(own);
  return size <= 8 ? {} : { registers: size <= 16 ? 2 : 0 };
}
