import { describe, expect, it } from 'vitest';
import { compileText } from '../../support/compile-text.ts';

/** f0 calls nothing, each of the others the one before. */
function chain(length: number): string {
  const functions = Array.from({ length }, (_, place) =>
    place === 0 ? 'function f0(a) { return a }' : `function f${place}(a) { return a + f${place - 1}(a) }`,
  );
  return `${functions.join('\n')}\nprobe begin { println(f${length - 1}(3)) }`;
}

function nestingOf(text: string): number | undefined {
  return compileText('script.stp', text, undefined, 'types').program?.limits.maxNesting;
}

describe('neededNesting', () => {
  it('is more than what a probe and its functions need', () => {
    expect(nestingOf(chain(300))).toBe(301);
  });

  it('follows a chain of calls that is longer than the stack', () => {
    expect(nestingOf(chain(5000))).toBe(5001);
  });
});
