import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedSyscalls } from '../../../scripts/tapset/generated-syscalls.ts';
import { parseFlagNames, parseSystemCalls } from '../../../scripts/tapset/parse-tables.ts';

describe('system call files of the tapset', () => {
  for (const { path, text } of generatedSyscalls()) {
    it(`${path.slice(path.lastIndexOf('/') + 1)} is what the tables make (npm run tapset)`, () => {
      expect(readFileSync(path, 'latin1')).toBe(text);
    });
  }

  it('are made of one row a call', () => {
    expect(
      parseSystemCalls('# x\n[files]\numask octal: mask:octal\nsignalfd =a,b: - flags:flags/set\n'),
    ).toEqual([
      {
        name: 'files',
        calls: [
          {
            alias: 'umask',
            kernelNames: ['umask'],
            result: 'octal',
            parameters: [{ variable: 'mask', type: 'octal', details: [], place: 1 }],
          },
          {
            alias: 'signalfd',
            kernelNames: ['a', 'b'],
            result: 'decimal',
            parameters: [{ variable: 'flags', type: 'flags', details: ['set'], place: 2 }],
          },
        ],
      },
    ]);
  });

  it('never happen where the machine has no such call', () => {
    expect(parseSystemCalls('[sockets]\nsend =-: s:int\n')[0]?.calls[0]?.kernelNames).toEqual([]);
    const sockets = generatedSyscalls().find(({ path }) => path.endsWith('syscalls-sockets.stp'));
    expect(sockets?.text).toContain('probe syscall.send = nd_syscall.send = never\n');
  });

  it('take names that go on in the next line', () => {
    expect(parseFlagNames('flags set NONE: A=1\n    B=2\n')).toEqual([
      {
        kind: 'flags',
        name: 'set',
        none: 'NONE',
        names: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
    ]);
  });

  it('refuse a row that is none', () => {
    expect(() => parseSystemCalls('[files]\nread fd\n')).toThrow('not a call');
  });
});
