/**
 * The types of arguments in scripts/tapset/syscalls.txt: for each, which statements set the documented variables and what of them stands in
 * argstr. `raw` is the call that reads the argument's register.
 */
import type { ParameterRow } from './parse-tables.ts';

export interface ArgumentText {
  /** Assignments, a line each. */
  readonly sets: readonly string[];
  /** Conversion and value in argstr; undefined: not shown. */
  readonly shown: { readonly conversion: string; readonly value: string } | undefined;
  /** An expression that argstr ends with, in place of `shown`. */
  readonly ending?: string;
}

type ArgumentType = (row: ParameterRow, raw: string) => ArgumentText;

const number =
  (conversion: string, cast: (raw: string) => string): ArgumentType =>
  ({ variable }, raw) => ({
    sets: [`${variable} = ${cast(raw)}`],
    shown: { conversion, value: variable },
  });

const signed = (raw: string) => `@__syscall_int(${raw})`;
const unsigned = (raw: string) => `@__syscall_uint(${raw})`;
const whole = (raw: string) => raw;

/** A value and its text by a function of syscall-flags.stp or syscall-values.stp; `text` is the variable of the text. */
function named(
  row: ParameterRow,
  value: string,
  names: { readonly text: string; readonly from: string },
): ArgumentText {
  return {
    sets: [`${row.variable} = ${value}`, `${names.text} = ${names.from}(${row.variable})`],
    shown: { conversion: '%s', value: names.text },
  };
}

/** What lies behind an address, as text: VARIABLE_uaddr and VARIABLE_str. */
const pointed =
  (from: string): ArgumentType =>
  ({ variable }, raw) => ({
    sets: [`${variable}_uaddr = ${raw}`, `${variable}_str = ${from}(${variable}_uaddr)`],
    shown: { conversion: '%s', value: `${variable}_str` },
  });

/** A path or another text: quoted in VARIABLE, plain in VARIABLE_unquoted. */
function text(variable: string, raw: string): ArgumentText {
  return {
    sets: [`${variable} = user_string_quoted(${raw})`, `${variable}_unquoted = user_string(${raw}, "")`],
    shown: { conversion: '%s', value: variable },
  };
}

function also(first: string, argument: ArgumentText): ArgumentText {
  return { ...argument, sets: [first, ...argument.sets] };
}

const otherArgument = (row: ParameterRow) => `__syscall_argument${row.details[0] ?? ''}()`;

function bytes(row: ParameterRow, raw: string, textVariable: string): ArgumentText {
  return {
    sets: [
      `${row.variable}_uaddr = ${raw}`,
      `${textVariable} = __syscall_bytes_str(${row.variable}_uaddr, ${otherArgument(row)})`,
    ],
    shown: { conversion: '%s', value: textVariable },
  };
}

function address(row: ParameterRow, raw: string): ArgumentText {
  const place = `${row.variable}_uaddr`;
  return {
    sets: [
      `${place} = ${raw}`,
      `uaddr_af = __sockaddr_family_str(${place}, ${otherArgument(row)})`,
      `uaddr_ip = __sockaddr_ip(${place}, ${otherArgument(row)})`,
      `uaddr_ip_port = __sockaddr_port(${place}, ${otherArgument(row)})`,
      `uaddr_ipv6_flowinfo = __sockaddr_ipv6_flowinfo(${place}, ${otherArgument(row)})`,
      `uaddr_ipv6_scope_id = __sockaddr_ipv6_scope_id(${place}, ${otherArgument(row)})`,
    ],
    shown: { conversion: '%s', value: `__sockaddr_str(${place}, ${otherArgument(row)})` },
  };
}

export const argumentTypes: Readonly<Record<string, ArgumentType>> = {
  int: number('%d', signed),
  intonly: number('%d', signed),
  uint: number('%u', unsigned),
  long: number('%d', whole),
  ulong: number('%u', whole),
  hex: number('%#x', whole),
  octal: number('%#o', (raw) => `${raw} & 0xffff`),
  /** In bytes for the call, in pages where it is documented. */
  pages: ({ variable }, raw) => ({
    sets: [`${variable} = ${raw} >> 12`],
    shown: { conversion: '%d', value: variable },
  }),
  /** Only there when a file may be created. */
  createmode: ({ variable }, raw) => ({
    sets: [`${variable} = ${raw} & 0xffff`],
    shown: undefined,
    ending: `(flags & 0x40 ? sprintf(", %#o", ${variable}) : "")`,
  }),

  path: ({ variable }, raw) => text(variable, raw),
  upath: ({ variable }, raw) => also(`${variable}_uaddr = ${raw}`, text(variable, raw)),
  strpath: ({ variable }, raw) => also(`${variable} = ${raw}`, text(`${variable}_str`, raw)),
  name: ({ variable }, raw) => also(`${variable}_uaddr = ${raw}`, text(`${variable}_str`, raw)),
  hostname: ({ variable }, raw) => also(`${variable}_uaddr = ${raw}`, text('name_str', raw)),
  strvalue: ({ variable }, raw) => ({
    sets: [`${variable} = user_string_quoted(${raw})`],
    shown: { conversion: '%s', value: variable },
  }),
  data: (row, raw) => bytes(row, raw, `${row.variable}_str`),
  databuffer: (row, raw) => bytes(row, raw, row.variable),
  hexpointer: ({ variable }, raw) => ({
    sets: [`${variable}_uaddr = ${raw}`],
    shown: { conversion: '%#x', value: `${variable}_uaddr` },
  }),
  argv: ({ variable }, raw) => ({
    sets: [`${variable} = __syscall_strings(${raw})`],
    shown: undefined,
    ending: `__syscall_arguments(${raw})`,
  }),
  envp: ({ variable }, raw) => ({
    sets: [`${variable}_str = __syscall_strings(${raw})`],
    shown: undefined,
  }),

  dirfd: (row, raw) => named(row, signed(raw), { text: `${row.variable}_str`, from: '__dirfd_str' }),
  flags: (row, raw) =>
    named(row, unsigned(raw), { text: `${row.variable}_str`, from: `__${row.details[0] ?? ''}_str` }),
  flagsonly: (row, raw) => ({
    sets: [`${row.variable} = ${unsigned(raw)}`],
    shown: { conversion: '%s', value: `__${row.details[0] ?? ''}_str(${row.variable})` },
  }),
  enum: (row, raw) =>
    named(row, signed(raw), { text: `${row.variable}_str`, from: `__${row.details[0] ?? ''}_str` }),
  enumonly: (row, raw) => ({
    sets: [`${row.variable} = ${signed(raw)}`],
    shown: { conversion: '%s', value: `__${row.details[0] ?? ''}_str(${row.variable})` },
  }),
  enumnamed: (row, raw) =>
    named(row, signed(raw), { text: row.details[1] ?? '', from: `__${row.details[0] ?? ''}_str` }),
  signal: (row, raw) => named(row, signed(raw), { text: row.details[0] ?? '', from: '__syscall_signal_str' }),
  futexop: (row, raw) => ({
    sets: [`${row.variable} = ${signed(raw)}`],
    shown: { conversion: '%s', value: `__futex_op_str(${row.variable})` },
  }),

  timespec: pointed('__timespec_str'),
  timespecs: pointed('__timespecs_str'),
  timespecuaddr: ({ variable }, raw) => ({
    sets: [`${variable}_uaddr = ${raw}`, `${variable}_uaddr_str = __timespec_str(${variable}_uaddr)`],
    shown: { conversion: '%s', value: `${variable}_uaddr_str` },
  }),
  timespecvalue: ({ variable }, raw) => ({
    sets: [`${variable} = ${raw}`, `${variable}_str = __timespec_str(${variable})`],
    shown: { conversion: '%s', value: `${variable}_str` },
  }),
  timespecnamed: ({ variable, details }, raw) => ({
    sets: [`${variable}_uaddr = ${raw}`, `${details[0] ?? ''} = __timespec_str(${variable}_uaddr)`],
    shown: { conversion: '%s', value: details[0] ?? '' },
  }),
  timeval: pointed('__timeval_str'),
  timevals: pointed('__timevals_str'),
  itimerval: pointed('__itimerval_str'),
  itimerspec: pointed('__itimerspec_str'),
  rlimit: pointed('__rlimit_str'),
  sigset: pointed('__sigset_str'),
  sockaddr: address,
  destination: (row, raw) => ({
    sets: [
      `${row.variable}_uaddr = ${raw}`,
      `${row.variable}_str = __sockaddr_str(${row.variable}_uaddr, ${otherArgument(row)})`,
    ],
    shown: { conversion: '%s', value: `${row.variable}_str` },
  }),

  /** pipe has no flags, pipe2 has: what is in the register otherwise is nobody's. */
  pipeflags: (row, raw) => ({
    sets: [
      `${row.variable} = __is_second ? ${unsigned(raw)} : 0`,
      `flag_str = __descriptor_flags_str(${row.variable})`,
      `pipe0 = user_int(fildes_uaddr)`,
      `pipe1 = user_int(fildes_uaddr + 4)`,
    ],
    shown: undefined,
    ending: '(__is_second ? ", " . flag_str : "")',
  }),
  secondflags: (row, raw) => ({
    sets: [
      `${row.variable} = __is_second ? ${unsigned(raw)} : 0`,
      `${row.variable}_str = __${row.details[0] ?? ''}_str(${row.variable})`,
    ],
    shown: undefined,
    ending: `(__is_second ? ", " . ${row.variable}_str : "")`,
  }),
  onlyflags: (row, raw) => ({
    sets: [`${row.variable} = __is_second ? ${unsigned(raw)} : 0`],
    shown: undefined,
    ending: `(__is_second ? __${row.details[0] ?? ''}_str(${row.variable}) : "")`,
  }),
  signalfdflags: (row, raw) => ({
    sets: [`${row.variable} = __is_second ? ${unsigned(raw)} : 0`],
    shown: undefined,
    ending:
      'sprintf("%d, %#x, %d", @__syscall_int(__syscall_argument1()), __syscall_argument2(), __syscall_argument3()) ' +
      `. (__is_second ? ", " . __descriptor_flags_str(${row.variable}) : "")`,
  }),
};
