/** The functions of a program, from its symbol tables: what a probe on a function can name, in the order of addresses. */
import type { ElfFile, ElfSymbol } from './elf-file.ts';

export interface ProgramFunction {
  /** Without the version that dynamic symbols may carry (`memcpy@@GLIBC_2.14`). */
  readonly name: string;
  /** Where it stands in the file: what uprobes are attached to. */
  readonly offset: bigint;
  /** As the linker placed it. */
  readonly address: bigint;
  readonly size: bigint;
  /** Other files can call it. */
  readonly exported: boolean;
}

/** STT_FUNC; STT_GNU_IFUNC, which only chooses a function when the program is loaded, is none. */
const functionType = 2;
const localBinding = 0;

/** `more`: the file that holds the symbols which were taken out of the program. */
export function functionsOf(program: ElfFile, more: ElfFile | undefined): readonly ProgramFunction[] {
  const dynamic = program.symbols('dynamic').filter(isFunction);
  const exported = new Set(dynamic.map(({ name }) => withoutVersion(name)));
  const full = [...program.symbols('full'), ...(more?.symbols('full') ?? [])].filter(isFunction);
  const found = new Map<string, ProgramFunction>();
  for (const { name: versioned, value, size, binding } of [...full, ...dynamic]) {
    const name = withoutVersion(versioned);
    const offset = program.fileOffset(value);
    if (name === '' || offset === undefined || found.has(`${name} ${value}`)) continue;
    const isExported = binding !== localBinding && exported.has(name);
    found.set(`${name} ${value}`, { name, offset, address: value, size, exported: isExported });
  }
  return [...found.values()].sort((one, other) => {
    if (one.address !== other.address) return one.address < other.address ? -1 : 1;
    return one.name < other.name ? -1 : 1;
  });
}

function isFunction({ type, section, value }: ElfSymbol): boolean {
  return type === functionType && section !== 0 && value !== 0n;
}

function withoutVersion(name: string): string {
  const at = name.indexOf('@');
  return at > 0 ? name.slice(0, at) : name;
}
