import type { Message } from './messages.ts';

export const typeMessages = {
  STSX3001: { severity: 'error', text: 'type mismatch: expected {expected} but found {found}: {token}' },
} as const satisfies Record<string, Message>;
