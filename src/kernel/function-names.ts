/**
 * The functions that can be probed by name, from the text of /proc/kallsyms: those of the kernel and of loaded modules.
 * Addresses are not looked at (a kernel may hide them); the order of the lines is that of the addresses all the same, which is how
 * what was freed after boot is told apart.
 */
export interface FunctionName {
  readonly name: string;
  readonly module: string | undefined;
}

/** Entries that no caller calls: padding before a function, type hashes, out-of-line cold parts and trampolines. */
const notFunctions = /^(?:__pfx_|__cfi_|__SC[KT]__|__initstub__|\.L)|\.cold(?:\.\d+)?$/;

/** GCC and clang add these to the name of a function that they specialised: `.isra.0`, `.constprop.0`, `.part.0`, `.llvm.123`. */
const cloneMark = /\.(?:isra|constprop|part|llvm|lto_priv)\..*$/;

export function functionNames(kallsyms: string): readonly FunctionName[] {
  const names: FunctionName[] = [];
  const seen = new Set<string>();
  let discarded = false;
  for (const [, type = '', symbol = '', module] of kallsyms.matchAll(
    /^[0-9a-f]+ (\S) (\S+)(?:\s+\[([^\]]+)\])?$/gim,
  )) {
    if (symbol === '_sinittext') discarded = true;
    else if (symbol === '_einittext') discarded = false;
    if ((discarded && module === undefined) || !'tTwW'.includes(type) || notFunctions.test(symbol)) continue;
    // Programs of eBPF itself are listed like a module.
    if (module === 'bpf') continue;
    const name = symbol.replace(cloneMark, '');
    const key = module === undefined ? name : `${name} ${module}`;
    if (seen.has(key)) continue;
    seen.add(key);
    names.push({ name, module });
  }
  return names;
}
