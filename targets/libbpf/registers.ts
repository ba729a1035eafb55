/**
 * The registers of x86-64 by the names that register() takes (function::register(3stap)); `member` is what the C structure of registers
 * that a program is given calls it. Other architectures' are not known yet.
 */
export interface Register {
  readonly member: string;
  readonly bits: 32 | 64;
}

const wide = (member: string): Register => ({ member, bits: 64 });
const narrow = (member: string): Register => ({ member, bits: 32 });

const numbered = [8, 9, 10, 11, 12, 13, 14, 15].map((n) => [`r${n}`, wide(`r${n}`)] as const);
const named = ['ax', 'bx', 'cx', 'dx', 'si', 'di', 'bp', 'sp', 'ip'].flatMap(
  (name) =>
    [
      [`r${name}`, wide(`r${name}`)],
      [name, wide(`r${name}`)],
      [`e${name}`, narrow(`r${name}`)],
    ] as const,
);

export const registers: Readonly<Record<string, Register>> = {
  ...Object.fromEntries([...numbered, ...named]),
  flags: narrow('eflags'),
  eflags: narrow('eflags'),
  orig_eax: narrow('orig_rax'),
  orig_rax: wide('orig_rax'),
  cs: narrow('cs'),
  xcs: narrow('cs'),
  ss: narrow('ss'),
  xss: narrow('ss'),
};
