import type { Message } from './messages.ts';

export const placementMessages = {
  STSX5001: { severity: 'error', text: 'cannot run {construct}' },
} as const satisfies Record<string, Message>;
