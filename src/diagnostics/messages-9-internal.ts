import type { Message } from './messages.ts';

export const internalMessages = {
  STSX9001: {
    severity: 'error',
    text: 'internal error: {problem}',
    hint: 'this is a bug of stsx, not of the script; please report it with the script and the output of `stsx doctor` (-v shows where it happened)',
  },
} as const satisfies Record<string, Message>;
