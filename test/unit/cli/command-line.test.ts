import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../../src/cli/command-line.ts';
import { version } from '../../../src/cli/version.ts';

let errors = '';
let output = '';

beforeEach(() => {
  errors = output = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a wrong command line', () => {
  it.each([
    ['no script', ['run'], 'no script given (see `stsx run --help`)'],
    ['nothing at all', [], 'no script given (see `stsx --help`)'],
    [
      'an unknown option',
      ['run', 'x.stp', '--timng'],
      "unknown option '--timng' (Did you mean --timing?) (see `stsx run --help`)",
    ],
    ['an option without its value', ['run', 'x.stp', '-T'], "option '-T <seconds>' argument missing"],
    [
      'a number that is none',
      ['run', '-T', '5x', 'x.stp'],
      "option '-T <seconds>' argument '5x' is invalid. It is a whole number above 0.",
    ],
    [
      'a buffer of no size',
      ['run', '-s', '0', 'x.stp'],
      "option '-s <megabytes>' argument '0' is invalid. It is a whole number from 1 to 2047.",
    ],
    ['a pid of zero', ['run', '-x', '0', 'x.stp'], "option '-x <pid>' argument '0' is invalid"],
    [
      'a definition without a name',
      ['run', '-D', '=5', 'x.stp'],
      "option '-D <name=value>' argument '=5' is invalid",
    ],
    [
      'an unknown target',
      ['run', '--target', 'llvm', 'x.stp'],
      'Allowed choices are libbpf, bpftrace, reference.',
    ],
    ['no output file', ['compile', 'x.stp'], "required option '-o <out>' not specified"],
    ['no pattern', ['list'], "missing required argument 'pattern'"],
    ['no file to check', ['check'], 'no script given (see `stsx check --help`)'],
    ['an unknown stage', ['check', '--stage', 'all', 'x.stp'], 'Allowed choices are parse, types, place.'],
  ])('%s: one line, status 2', async (_name, words, problem) => {
    expect(await runCommandLine(words)).toBe(2);
    expect(errors).toContain(problem);
    expect(errors).toMatch(/^error\[STSX8001\]: [^\n]*\n$/);
    expect(output).toBe('');
  });
});

/** As `stsx --help` lists them. */
const commands = ['run', 'compile', 'check', 'explain', 'verify', 'replay', 'test', 'list', 'doctor'];

describe('help and version', () => {
  it('goes to standard output, with status 0', async () => {
    expect(await runCommandLine(['--help'])).toBe(0);
    expect(await runCommandLine(['-V'])).toBe(0);
    expect(output).toContain('Usage: stsx');
    expect(output).toContain(`stsx ${version}\n`);
    expect(errors).toBe('');
  });

  it.each(commands)('%s has its own', async (command) => {
    expect(await runCommandLine([command, '--help'])).toBe(0);
    expect(output).toContain(`Usage: stsx ${command}`);
  });

  it('does not list commands that do not exist', async () => {
    await runCommandLine(['--help']);
    const listed = Array.from(output.matchAll(/^ {2}([a-z]+) /gm), (match) => match[1]);
    expect(listed).toEqual(commands);
  });
});
