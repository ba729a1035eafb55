import type { Message } from './messages.ts';

export const commandLineMessages = {
  STSX8001: { severity: 'error', text: '{problem}', hint: 'stsx --help lists the commands and options' },
} as const satisfies Record<string, Message>;
