/** What the compilers are told; the Makefile of `compile -o FOLDER/` says the same. */
import { existsSync } from 'node:fs';

/** Names of an architecture: of bpf_tracing.h's macro, and of the folder for its headers where headers are kept by architecture. */
const architectures: Readonly<Record<string, { readonly macro: string; readonly triplet: string }>> = {
  x64: { macro: 'x86', triplet: 'x86_64-linux-gnu' },
  arm64: { macro: 'arm64', triplet: 'aarch64-linux-gnu' },
  s390x: { macro: 's390', triplet: 's390x-linux-gnu' },
  ppc64: { macro: 'powerpc', triplet: 'powerpc64le-linux-gnu' },
  riscv64: { macro: 'riscv', triplet: 'riscv64-linux-gnu' },
};

function architecture() {
  return architectures[process.arch] ?? { macro: process.arch, triplet: `${process.arch}-linux-gnu` };
}

/** For the kernel half: clang alone. linux/types.h wants asm/types.h, which clang does not look for when it compiles for BPF. */
export function bpfFlags(): readonly string[] {
  const { macro, triplet } = architecture();
  return [
    '-O2',
    '-g',
    '-target',
    'bpf',
    '-mcpu=v3',
    `-D__TARGET_ARCH_${macro}`,
    '-idirafter',
    `/usr/include/${triplet}`,
  ];
}

/** For the user half. Arithmetic wraps, as SystemTap's does. */
export const userFlags: readonly string[] = ['-O2', '-std=gnu11', '-fwrapv', '-D_GNU_SOURCE'];

/** Libraries behind the run-time library, in the order in which they need each other. */
export function libraryFlags(): readonly string[] {
  return ['-lbpf', '-lelf', '-lz', '-lm', ...(staticLibrary('zstd') ? ['-lzstd'] : [])];
}

/** Newer versions of libelf can unpack zstd, and then the linker wants it; older distributions do not have it. */
function staticLibrary(name: string): boolean {
  const { triplet } = architecture();
  return [`/usr/lib/${triplet}`, '/usr/lib64', '/usr/lib', '/usr/local/lib'].some((folder) =>
    existsSync(`${folder}/lib${name}.a`),
  );
}
