/** Messages of the stages 1 to 5 that no single script on the described kernel can show, with the reason. */
export const codesWithoutCase: Readonly<Record<string, string>> = {
  STSX1002: 'what was expected instead is said in all but odd places',
  STSX1049: 'about a library file of macros, not about a script',
  STSX2005: 'two library files that clash',
  STSX5004: 'of a recorded run: test/live/recording.test.ts',
  STSX5020:
    'of the bpftrace text, which `check --target bpftrace` makes: test/unit/cli/bpftrace-text.test.ts',
  STSX5021: 'the same',
  STSX5022: 'the same',
  STSX5023: 'of a run on bpftrace',
  STSX5024: 'the same',
  STSX3208: 'operators that take an aggregate refuse all else by its type first',
};
