import type { Message } from './messages.ts';

/** 20xx names, 21xx probe points, 22xx target variables. */
export const nameMessages = {
  STSX2001: { severity: 'error', text: 'unresolved function {name}{similar}' },
  STSX2002: { severity: 'error', text: "arity mismatch found (function '{name}' takes {count} args)" },
  STSX2003: {
    severity: 'error',
    text: 'unresolved arity-{arity} global array {name}, missing global declaration?',
    hint: 'arrays and aggregates live in global variables: add "global {name}" at the top of the script',
  },
  STSX2004: { severity: 'error', text: 'unresolved array in delete statement: {name}' },
  STSX2005: { severity: 'error', text: 'conflicting global variables: {name}' },
  STSX2006: {
    severity: 'error',
    text: '-G {name}={value}: the script has no global variable {name}{similar}',
  },
  STSX2007: { severity: 'error', text: '-G {name}={value}: {name} holds a number, and {value} is none' },
  STSX2008: { severity: 'error', text: '-G {name}={value}: {name} is an array; only scalars can be set' },
  STSX2009: {
    severity: 'error',
    text: 'embedded C code cannot run: eBPF programs are not made from kernel C',
    hint: 'write it in the script language; the library has a function for most of what scripts did in C',
  },

  STSX2101: { severity: 'error', text: 'while resolving probe point: {problem}' },
  STSX2102: { severity: 'error', text: 'no probes found' },
  STSX2103: { severity: 'error', text: 'probe condition must not reference undeclared global: {name}' },
  STSX2104: { severity: 'error', text: 'probe condition must not reference function: {name}' },
  STSX2105: { severity: 'error', text: 'probe condition must not modify any variables' },
  STSX2106: { severity: 'error', text: 'probe condition must not reference target variable: {name}' },
  STSX2107: { severity: 'error', text: 'alias component {name} contains illegal parameter' },
  STSX2108: {
    severity: 'warning',
    text: 'this probe will never run, no point of it can be attached: {problem}',
  },

  STSX2201: { severity: 'error', text: 'unresolved target-symbol expression: {name}: {problem}' },
  STSX2202: { severity: 'error', text: "unable to find member '{member}' for {type}{similar}" },
  STSX2203: { severity: 'error', text: "type definition '{type}' not found{similar}" },
  STSX2204: { severity: 'error', text: 'invalid access {step} vs {type}' },
  STSX2205: {
    severity: 'error',
    text: "unknown type in dereference of '{operand}'",
    hint: 'say its type: @cast({operand}, "struct name")->…',
  },
  STSX2206: { severity: 'error', text: '@entry is only valid in .return probes' },
  STSX2207: {
    severity: 'error',
    text: 'write to target variable {name} is not possible: stsx only reads the kernel',
    hint: 'use a script variable for the changed value',
  },
  STSX2208: { severity: 'error', text: 'unexpected @probewrite: nothing writes {name}' },
  STSX2209: { severity: 'error', text: 'kernel variable {name} cannot be read: {problem}' },
  STSX2210: { severity: 'warning', text: '{group} is empty where BTF knows no parameters: {functions}' },
  STSX2211: { severity: 'error', text: '$value of a procfs file {problem}' },
} as const satisfies Record<string, Message>;
