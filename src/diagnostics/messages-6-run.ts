import type { Message } from './messages.ts';

export const runMessages = {
  STSX6001: { severity: 'error', text: 'cannot read {path}: {reason}' },
  STSX6010: {
    severity: 'error',
    text: 'no clang, which compiles the kernel half of the script',
    hint: '{install}',
  },
  STSX6011: { severity: 'error', text: 'no C compiler (cc, gcc or clang)', hint: '{install}' },
  STSX6012: { severity: 'error', text: 'building the program needs {what}', hint: '{install}' },
  STSX6013: {
    severity: 'error',
    text: '{tool} refuses the code that stsx wrote:\n{output}',
    hint: 'this is a bug of stsx; please report it with the script',
  },
  STSX6014: { severity: 'error', text: 'no make, which builds the run-time library', hint: '{install}' },
  STSX6015: { severity: 'error', text: 'cannot write {path}: {reason}' },
  STSX6016: { severity: 'error', text: 'cannot start {path}: {reason}' },
  STSX6017: {
    severity: 'error',
    text: 'a script that probes the kernel needs root: this process lacks {capabilities}',
    hint: 'sudo stsx …',
  },
} as const satisfies Record<string, Message>;
