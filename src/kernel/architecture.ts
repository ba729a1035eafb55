/** What Node calls a machine, what SystemTap's `arch` calls it, and how many bytes a pointer takes there. */
interface Architecture {
  readonly name: string;
  readonly wordSize: number;
}

const architectures: Readonly<Record<string, Architecture>> = {
  x64: { name: 'x86_64', wordSize: 8 },
  ia32: { name: 'i386', wordSize: 4 },
  arm64: { name: 'arm64', wordSize: 8 },
  arm: { name: 'arm', wordSize: 4 },
  s390x: { name: 's390', wordSize: 8 },
  ppc64: { name: 'powerpc', wordSize: 8 },
  riscv64: { name: 'riscv', wordSize: 8 },
  mips64el: { name: 'mips', wordSize: 8 },
  mipsel: { name: 'mips', wordSize: 4 },
  loong64: { name: 'loongarch', wordSize: 8 },
};

export function architectureOf(nodeName: string): Architecture {
  return architectures[nodeName] ?? { name: nodeName, wordSize: 8 };
}
