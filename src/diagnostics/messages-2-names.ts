import type { Message } from './messages.ts';

export const nameMessages = {
  STSX2001: { severity: 'error', text: 'unresolved function {name}' },
} as const satisfies Record<string, Message>;
