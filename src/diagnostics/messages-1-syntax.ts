import type { Message } from './messages.ts';

export const syntaxMessages = {
  STSX1001: { severity: 'error', text: 'expected {expected}, found {found}' },
} as const satisfies Record<string, Message>;
