import type { Message } from './messages.ts';

export const runMessages = {
  STSX6001: { severity: 'error', text: 'cannot read {path}: {reason}' },
} as const satisfies Record<string, Message>;
