/** The intrinsics of symbols.stp: names for addresses; an address that belongs to nothing stays a number. */
import { long, string, type IntrinsicTable, type Invocation } from './intrinsic.ts';

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
  __usymname: string((call) => hexadecimal(call.long(0))),
  __usymdata: string((call) => hexadecimal(call.long(0))),
  __usymbrief: string((call) => hexadecimal(call.long(0))),
  __umodname: string((call) => call.raise(`user module not found for address ${hexadecimal(call.long(0))}`)),
  // Outside of events there is no stack.
  __kernel_stack: string(() => ''),
  __user_stack: string(() => ''),
  __user_places: string(() => ''),
  // A recorded stack is kept without them.
  __without_tracing: string((call) => call.string(0)),
  __stack_text: string(stackText),
  __stack_address: long((call) => addressesOf(call.string(0))[Number(call.long(1))] ?? 0n),
};

/** A stack is a text of numbers that take ten bytes each, the lowest seven bits first and the highest bit of every byte set. */
const packedSize = 10;

function addressesOf(packed: string): readonly bigint[] {
  const addresses: bigint[] = [];
  for (let at = 0; at + packedSize <= packed.length; at += packedSize) {
    let address = 0n;
    for (let place = packedSize - 1; place >= 0; place--) {
      address = (address << 7n) | BigInt(packed.charCodeAt(at + place) & 0x7f);
    }
    addresses.push(BigInt.asIntN(64, address));
  }
  return addresses;
}

/** Addresses that do not fit in a string whole are left out. */
function stackText(call: Invocation): string {
  const last = call.long(2);
  const chosen = addressesOf(call.string(0)).slice(
    Number(call.long(1)),
    last < 0n ? undefined : Number(last) + 1,
  );
  let text = '';
  for (const address of chosen) {
    const longer = text + (text === '' ? '' : ' ') + hexadecimal(address);
    if (longer.length >= call.machine.limits.maxStringLength) break;
    text = longer;
  }
  return text;
}
