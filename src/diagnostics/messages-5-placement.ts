import type { Message } from './messages.ts';

export const placementMessages = {
  STSX5001: {
    severity: 'error',
    text: 'probe {probe} reads the event where only the user half can compute what to read: the handler {obstacle}',
    hint: 'read it into a local at the head of the handler, before what the kernel half cannot do',
  },
  STSX5002: { severity: 'error', text: '{function}() cannot be answered here: {problem}' },
  STSX5003: {
    severity: 'warning',
    text: 'probe {probe} reads this when the event is past, and it may have changed: the handler {obstacle}',
    hint: 'read it into a local at the head of the handler, before what the kernel half cannot do',
  },
  STSX5004: {
    severity: 'error',
    text: 'probe {probe} cannot be recorded: a recording holds what is read at the event, and the handler {obstacle}',
    hint: 'it runs without --record; to record it, read into a local at the head of the handler',
  },
  STSX5020: {
    severity: 'error',
    text: 'probe {probe} cannot be written for bpftrace: the handler {obstacle}',
    hint: '--target libbpf runs it',
  },
  STSX5021: {
    severity: 'error',
    text: 'the bpftrace text would differ (deviation {number}): {text}',
    hint: 'without --strict it is written, and says so at its head; --target libbpf has no such difference',
  },
  STSX5022: { severity: 'warning', text: 'the bpftrace text differs (deviation {number}): {text}' },
  STSX5023: {
    severity: 'error',
    text: 'bpftrace cannot collect for probe {probe}: the handler {obstacle}',
    hint: '--target libbpf runs it',
  },
  STSX5024: {
    severity: 'error',
    text: 'bpftrace would collect with a difference (deviation {number}): {text}',
    hint: 'without --strict it runs; --target libbpf has no such difference',
  },
} as const satisfies Record<string, Message>;
