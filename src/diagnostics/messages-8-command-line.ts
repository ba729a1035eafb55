import type { Message } from './messages.ts';

export const commandLineMessages = {
  STSX8001: { severity: 'error', text: '{problem}', hint: 'see `stsx {command}--help`' },
  STSX8002: {
    severity: 'error',
    text: 'there is no file {path}',
    hint: 'give the path of a script, `-e` with its text, or `-` to read standard input',
  },
  STSX8003: {
    severity: 'error',
    text: '{path} is a directory, not a script',
    hint: 'give the path of a .stp file in it',
  },
  STSX8004: {
    severity: 'error',
    text: 'no permission to read {path}',
    hint: 'see `ls -l {path}`; perhaps run as root',
  },
  STSX8005: {
    severity: 'error',
    text: '{path} is not a script: it holds binary data',
    hint: 'give the path of a .stp file',
  },
  STSX8006: { severity: 'error', text: 'cannot read the script {path}: {reason}' },
  STSX8007: { severity: 'error', text: '{path} is too large for a script: more than {limit} MB' },
} as const satisfies Record<string, Message>;
