import type { Message } from './messages.ts';

export const loweringMessages = {
  STSX4001: { severity: 'error', text: '-D {name}={value}: {name} takes a whole number from {least} up' },
  STSX4002: {
    severity: 'error',
    text: '@enumname is not supported: {token}',
    hint: 'compare with @enum("NAME"), which gives the number of a name',
  },
  STSX4003: {
    severity: 'error',
    text: '{construct} is not supported: {token}',
    hint: 'it needs a way into the kernel that eBPF programs do not have',
  },
} as const satisfies Record<string, Message>;
