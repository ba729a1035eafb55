/**
 * Functions of the library that bpftrace has in some form itself, so their bodies are not put in the place of a call. In a template
 * `$0` is the first argument as a number.
 */
import type * as ir from '../../src/ir/ir.ts';

export interface KnownFunction {
  readonly text: string;
  readonly type: 'number' | 'address-text' | 'text';
}

const functions: Readonly<Record<string, KnownFunction>> = {
  ntohs: { text: 'bswap((uint16)$0)', type: 'number' },
  ntohl: { text: 'bswap((uint32)$0)', type: 'number' },
  ntohll: { text: 'bswap((uint64)$0)', type: 'number' },
  htons: { text: 'bswap((uint16)$0)', type: 'number' },
  htonl: { text: 'bswap((uint32)$0)', type: 'number' },
  // An IPv6 address is given by its place, an IPv4 address by its value: emit-call.ts tells them apart.
  format_ipaddr: { text: 'ntop(2, (uint32)$0)', type: 'address-text' },
  ip_ntop: { text: 'ntop(2, (uint32)$0)', type: 'address-text' },
  probefunc: { text: 'func', type: 'text' },
  ppfunc: { text: 'func', type: 'text' },
};

export function isKnownFunction(fn: ir.Function): boolean {
  return knownFunction(fn) !== undefined;
}

export function knownFunction(fn: ir.Function): KnownFunction | undefined {
  return fn.origin === 'tapset' && Object.hasOwn(functions, fn.name) ? functions[fn.name] : undefined;
}
