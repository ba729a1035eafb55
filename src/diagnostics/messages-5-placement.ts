import type { Message } from './messages.ts';

export const placementMessages = {
  STSX5001: {
    severity: 'error',
    text: 'probe {probe} reads the event where only the user half can compute what to read: the handler {obstacle}',
    hint: 'read it into a local at the head of the handler, before what the kernel half cannot do',
  },
} as const satisfies Record<string, Message>;
