import type { Message } from './messages.ts';

export const loweringMessages = {
  STSX4001: { severity: 'error', text: "multiple histogram types declared on '{name}'" },
} as const satisfies Record<string, Message>;
