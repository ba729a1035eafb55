/** The intrinsics of symbols.stp: names for addresses; an address that belongs to nothing stays a number. */
import { string, type IntrinsicTable, type Invocation } from './intrinsic.ts';

const hexadecimal = (address: bigint) => `0x${BigInt.asUintN(64, address).toString(16)}`;

const symbolAt = (call: Invocation) => call.machine.surroundings.findSymbol(BigInt.asUintN(64, call.long(0)));

export const symbolIntrinsics: IntrinsicTable = {
  symname: string((call) => symbolAt(call)?.name ?? hexadecimal(call.long(0))),
  symdata: string((call) => {
    const symbol = symbolAt(call);
    if (!symbol) return hexadecimal(call.long(0));
    const size = symbol.size > 0n ? `/${hexadecimal(symbol.size)}` : '';
    return `${symbol.name}+${hexadecimal(symbol.offset)}${size} [${symbol.module}]`;
  }),
  modname: string((call) => symbolAt(call)?.module ?? '<unknown>'),
  usymname: string((call) => hexadecimal(call.long(0))),
  usymdata: string((call) => hexadecimal(call.long(0))),
  umodname: string(() => '<unknown>'),
};
