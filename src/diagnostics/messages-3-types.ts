import type { Message } from './messages.ts';

/** 30xx types, 31xx warnings about what was removed or never set, 32xx rules about what may stand where. */
export const typeMessages = {
  STSX3001: { severity: 'error', text: 'type mismatch: expected {expected} but found {found}: {token}' },
  STSX3002: { severity: 'error', text: 'type mismatch ({found}): {token}' },
  STSX3003: {
    severity: 'error',
    text: "type mismatch: left and right sides don't agree ({left} vs {right}): {token}",
  },
  STSX3004: { severity: 'error', text: 'index {index} type mismatch ({found}): {token}' },
  STSX3005: {
    severity: 'error',
    text: 'unresolved type : {token}',
    hint: 'nothing tells whether it is a number or a string: assign it one, or use it where only one of them fits',
  },
  STSX3006: { severity: 'error', text: 'invalid type {type}: {token}' },
  STSX3007: { severity: 'error', text: 'inconsistent arity ({first} vs {arity}): {token}' },
  STSX3008: {
    severity: 'error',
    text: 'inconsistent arity: {token}',
    hint: 'only an array can have a size or be wrapped',
  },
  STSX3009: {
    severity: 'error',
    text: 'stat locals not supported, missing global declaration? : {token}',
    hint: 'aggregates live in global variables: add "global {name}" at the top of the script',
  },
  STSX3010: { severity: 'error', text: 'Wrong number of args to formatted print operator: {token}' },
  STSX3011: { severity: 'error', text: 'wildcard not allowed in array index: {token}' },
  STSX3012: { severity: 'error', text: 'Expecting lvalue for assignment: {token}' },
  STSX3014: {
    severity: 'error',
    text: 'invalid operator: {token}',
    hint: 'it takes numbers and gives a number',
  },
  STSX3015: { severity: 'error', text: 'wrapping not supported for scalars: {token}' },
  STSX3016: {
    severity: 'error',
    text: 'type mismatch (unknown): {token}',
    hint: 'elsewhere the function returns {expected}, here nothing',
  },
  STSX3017: {
    severity: 'error',
    text: 'expected string types: {token}',
    hint: 'sprint(…) makes a string of a number',
  },
  STSX3018: {
    severity: 'error',
    text: "the procfs file '{path}' has a {at} probe already",
    hint: 'one probe gives what is read, one takes what is written: put both handlers into one',
  },
  STSX3019: { severity: 'error', text: "'{path}' is a procfs file and the folder of another" },
  STSX3013: { severity: 'error', text: 'no probes found', hint: 'nothing in the script has an effect' },

  STSX3101: { severity: 'warning', text: "Eliding assignment to '{name}': {token}" },
  STSX3102: { severity: 'warning', text: 'Eliding side-effect-free expression : {token}' },
  STSX3103: { severity: 'warning', text: "Probe '{name}' has been elided: {token}" },
  STSX3104: { severity: 'warning', text: "never-assigned local variable '{name}': {token}" },
  STSX3105: { severity: 'warning', text: "never-assigned global variable '{name}': {token}" },

  STSX3201: { severity: 'error', text: "variable '{name}' modified during 'foreach' iteration: {token}" },
  STSX3202: {
    severity: 'error',
    text: "function call modifies var '{name}' during 'foreach' iteration: {token}",
  },
  STSX3203: { severity: 'error', text: "multiple histogram types declared on '{name}': {token}" },
  STSX3204: { severity: 'error', text: 'conflicting bit shifts declared (previously {shift}): {token}' },
  STSX3205: { severity: 'error', text: "cannot '{statement}' outside loop: {token}" },
  STSX3206: { severity: 'error', text: 'invalid lvalue type: {token}' },
  STSX3207: {
    severity: 'error',
    text: 'print format actual argument evaluation type unsupported: {token}',
    hint: 'an aggregate is read through @count, @sum, @min, @max, @avg, @variance or a histogram',
  },
  STSX3208: {
    severity: 'error',
    text: 'unexpected type: {token}',
    hint: 'an aggregate is read through @count, @sum, @min, @max, @avg, @variance or a histogram',
  },
  STSX3210: {
    severity: 'error',
    text: 'Expecting symbol or array index expression: {token}',
    hint: 'an aggregate is a global variable or an element of a global array',
  },
  STSX3211: { severity: 'error', text: '{problem}: {token}' },
  STSX3209: { severity: 'error', text: 'invalid operand of delete expression: {token}' },
} as const satisfies Record<string, Message>;
