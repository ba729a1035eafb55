/**
 * The functions that can be probed by name, from the text of /proc/kallsyms: those of the kernel and of loaded modules.
 * Addresses are not looked at (a kernel may hide them); the order of the lines is that of the addresses all the same, which is how
 * what was freed after boot is told apart.
 */
export interface FunctionName {
  readonly name: string;
  readonly module: string | undefined;
}

/** Marks of the linker, padding before a function, type hashes, out-of-line cold parts, trampolines: nobody calls them. */
const notFunctions =
  /^(?:__pfx_|__cfi_|__SC[KT]__|__initstub__|(?:__pi_)?_(?:[se]?text|[se]inittext)$|\.L)|\.cold(?:\.\d+)?$/;

/** GCC and clang add these to the name of a function that they specialised: `.isra.0`, `.constprop.0`, `.part.0`, `.llvm.123`. */
const cloneMark = /\.(?:isra|constprop|part|llvm|lto_priv)\..*$/;

export function functionNames(kallsyms: string): readonly FunctionName[] {
  const names: FunctionName[] = [];
  const seen = new Set<string>();
  let discarded = false;
  for (let start = 0; start < kallsyms.length;) {
    const end = endOfLine(kallsyms, start);
    // "ffffffff81000000 T name\t[module]"
    const type = kallsyms.indexOf(' ', start) + 1;
    const isText = 'tTwW'.includes(kallsyms.charAt(type));
    const line = isText ? kallsyms.slice(type + 2, end) : '';
    start = end + 1;
    if (!isText) continue;
    if (line === '_sinittext') discarded = true;
    else if (line === '_einittext') discarded = false;
    const tab = line.indexOf('\t');
    const symbol = tab === -1 ? line : line.slice(0, tab);
    const module = tab === -1 ? undefined : line.slice(tab + 2, -1);
    // Programs of eBPF itself are listed as a module's.
    if ((discarded && module === undefined) || module === 'bpf' || notFunctions.test(symbol)) continue;
    const name = symbol.includes('.') ? symbol.replace(cloneMark, '') : symbol;
    const key = module === undefined ? name : `${name} ${module}`;
    if (seen.has(key)) continue;
    seen.add(key);
    names.push({ name, module });
  }
  return names;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
