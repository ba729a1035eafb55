import type { Message } from './messages.ts';

export const runMessages = {
  STSX6001: { severity: 'error', text: 'cannot read {path}: {reason}' },
  STSX6010: {
    severity: 'error',
    text: 'no clang, which compiles the kernel half of the script',
    hint: '{install}',
  },
  STSX6011: { severity: 'error', text: 'no C compiler (cc, gcc or clang)', hint: '{install}' },
  STSX6012: { severity: 'error', text: 'building the program needs {what}', hint: '{install}' },
  STSX6013: {
    severity: 'error',
    text: '{tool} refuses the code that stsx wrote:\n{output}',
    hint: 'this is a bug of stsx; please report it with the script',
  },
  STSX6014: { severity: 'error', text: 'no make, which builds the run-time library', hint: '{install}' },
  STSX6015: { severity: 'error', text: 'cannot write {path}: {reason}' },
  STSX6016: { severity: 'error', text: 'cannot start {path}: {reason}' },
  STSX6017: {
    severity: 'error',
    text: 'a script that probes the kernel needs root: this process lacks {capabilities}',
    hint: 'sudo stsx …',
  },
  STSX6030: {
    severity: 'error',
    text: '{path}:{line}: this line is not one of a recording: {reason}',
    hint: 'the file was changed or damaged after it was recorded; record the run again',
  },
  STSX6031: {
    severity: 'error',
    text: '{path} is not a recording of stsx',
    hint: '`stsx run --record FILE SCRIPT` makes one',
  },
  STSX6032: {
    severity: 'error',
    text: '{path} is a recording of version {version} of the format, and this stsx reads version {known}',
    hint: 'replay it with the version of stsx that recorded it',
  },
  STSX6033: {
    severity: 'error',
    text: '{path} was recorded from another script than this one ({name})',
    hint: 'the text of the script is not what it was then; record it again',
  },
  STSX6034: {
    severity: 'error',
    text: '{path}:{line}: the recording ends without its closing line',
    hint: 'the file was cut short, or the run was killed; record it again',
  },
  STSX6035: {
    severity: 'error',
    text: '{path}:{line}: line {found} of the recording stands where line {due} is due',
    hint: 'lines are missing or stand in another order; record the run again',
  },
  STSX6036: {
    severity: 'error',
    text: '{path}:{line}: the recording has {found} where the script has {expected}',
    hint: '`stsx verify` shows whether the compiled script and the reference differ',
  },
  STSX6037: {
    severity: 'error',
    text: '{path} does not fit the script as this stsx ({version}) understands it: {difference}',
    hint: 'it was recorded by stsx {made}; record it again with this one',
  },
  STSX6038: {
    severity: 'warning',
    text: '{path} has gaps: {lost} events were lost while it was recorded',
  },
  STSX6039: {
    severity: 'error',
    text: '{path}:{line}: the recording was changed after it was made: its sum is another',
    hint: 'if that was meant, take `"sum"` out of the closing line',
  },
  STSX6040: {
    severity: 'warning',
    text: "the reference sees no events: {count} of the script's probes never run, the first of them is {probe}",
    hint: '--target libbpf runs them; `stsx replay` does on a recording',
  },
  STSX6050: { severity: 'error', text: 'no bpftrace', hint: '{install}' },
  STSX6052: {
    severity: 'error',
    text: 'bpftrace broke down: {reason}',
    hint: '{way}',
  },
  STSX6053: { severity: 'warning', text: 'bpftrace says: {text}' },
  STSX6051: {
    severity: 'error',
    text: '{path} is bpftrace {version}; stsx writes for {oldest} and later',
    hint: 'install a newer one, or leave --target away',
  },
} as const satisfies Record<string, Message>;
