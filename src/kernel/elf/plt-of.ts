/**
 * The stubs through which a program calls functions of its libraries (procedure linkage table). Each jumps through a slot of the
 * global offset table, and a relocation tells which function the linker puts there: so the stubs are found by their code, wherever the
 * linker placed them (.plt, .plt.sec with branch protection, .plt.got).
 */
import type { ElfFile, ElfSection } from './elf-file.ts';

export interface PltEntry {
  /** Of the function that it leads to. */
  readonly name: string;
  readonly offset: bigint;
  readonly address: bigint;
}

const relocationSections = ['.rela.plt', '.rela.dyn'];
const stubSections = ['.plt', '.plt.sec', '.plt.got'];
const relocationSize = 24;

export function pltOf(program: ElfFile): readonly PltEntry[] {
  const slots = slotNames(program);
  const entries: PltEntry[] = [];
  for (const name of stubSections) {
    const section = program.section(name);
    if (section === undefined) continue;
    for (const { address, slot } of stubs(program, section)) {
      const target = slots.get(slot);
      const offset = program.fileOffset(address);
      if (target !== undefined && offset !== undefined) entries.push({ name: target, offset, address });
    }
  }
  return entries;
}

/** Names of the functions that relocations put into slots of the global offset table. */
function slotNames(program: ElfFile): ReadonlyMap<bigint, string> {
  const symbols = program.symbols('dynamic');
  const names = new Map<bigint, string>();
  for (const sectionName of relocationSections) {
    const section = program.section(sectionName);
    if (section === undefined) continue;
    const view = program.contents(section);
    for (let at = 0; at + relocationSize <= view.byteLength; at += relocationSize) {
      // The table of symbols leaves its first, empty entry out.
      const symbol = symbols[view.getUint32(at + 12, program.littleEndian) - 1];
      if (symbol === undefined || symbol.name === '') continue;
      names.set(view.getBigUint64(at, program.littleEndian), symbol.name.replace(/@.*$/, ''));
    }
  }
  return names;
}

interface Stub {
  readonly address: bigint;
  readonly slot: bigint;
}

function stubs(program: ElfFile, section: ElfSection): readonly Stub[] {
  switch (program.machine) {
    case 'x86_64':
      return stubsOfX86(program, section);
    case 'arm64':
      return stubsOfArm(program, section);
    case 'other':
      return [];
  }
}

/** [endbr64] [bnd] jmp *slot(%rip), in pieces of 8 bytes (.plt.got) or 16. */
function stubsOfX86(program: ElfFile, section: ElfSection): readonly Stub[] {
  const view = program.contents(section);
  const found: Stub[] = [];
  const branchTarget = 0xfa1e0ff3;
  for (let at = 0; at + 8 <= view.byteLength; at += 8) {
    const guarded = view.getUint32(at, true) === branchTarget;
    let jump = guarded ? at + 4 : at;
    if (guarded && view.getUint8(jump) === 0xf2) jump++;
    if (jump + 6 > view.byteLength || view.getUint16(jump, true) !== 0x25ff) continue;
    const slot = section.address + BigInt(jump + 6) + BigInt(view.getInt32(jump + 2, true));
    found.push({ address: section.address + BigInt(at), slot });
  }
  return found;
}

/** [bti] adrp x16, page; ldr x17, [x16, #offset]; … */
function stubsOfArm(program: ElfFile, section: ElfSection): readonly Stub[] {
  const view = program.contents(section);
  const found: Stub[] = [];
  for (let at = 0; at + 8 <= view.byteLength; at += 4) {
    const adrp = view.getUint32(at, true);
    const ldr = view.getUint32(at + 4, true);
    if ((adrp & 0x9f00001f) >>> 0 !== 0x90000010 || (ldr & 0xffc003ff) >>> 0 !== 0xf9400211) continue;
    const low = (adrp >>> 29) & 3;
    const high = ((adrp << 8) >> 13) << 2;
    const here = section.address + BigInt(at);
    const page = (here & ~0xfffn) + BigInt(high | low) * 4096n;
    const isGuarded = at >= 4 && view.getUint32(at - 4, true) === 0xd503245f;
    found.push({ address: isGuarded ? here - 4n : here, slot: page + BigInt(((ldr >>> 10) & 0xfff) * 8) });
  }
  return found;
}
