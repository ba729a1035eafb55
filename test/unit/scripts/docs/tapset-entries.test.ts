import { describe, expect, it } from 'vitest';
import { tapsetFile } from '../../../../scripts/docs/tapset-entries.ts';

const text = `// What the file is about,
// on two lines.

// The first.
// Still the first.
function one:long (a:string,
    b) {
  return 1
}
function two () %{ /* pure */ %}

// Not shown: private.
function _three:long () %{ %}

// An alias.
probe net.out = kernel.function("x") !, kernel.trace("y")
{
  name = "out"
}
probe net.in = kernel.{function("a"), function("b")}.return? { }

// A macro.
@define twice(x) %( (@x * 2) %)
`;

describe('tapsetFile', () => {
  const file = tapsetFile('net.stp', text);

  it('takes the comment at the head for the description', () => {
    expect(file.description).toBe('What the file is about, on two lines.');
  });

  it('finds what is public, with signature and comment', () => {
    expect(
      file.entries.map(({ kind, signature, description, intrinsic }) => [
        kind,
        signature,
        description,
        intrinsic,
      ]),
    ).toEqual([
      ['function', 'one:long (a:string, b)', 'The first. Still the first.', false],
      ['function', 'two ()', '', true],
      ['probe', 'net.out = kernel.function("x") !, kernel.trace("y")', 'An alias.', false],
      ['probe', 'net.in = kernel.{function("a"), function("b")}.return?', '', false],
      ['macro', '@twice (x)', 'A macro.', false],
    ]);
  });
});
