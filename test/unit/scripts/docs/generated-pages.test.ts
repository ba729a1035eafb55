import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedPages } from '../../../../scripts/docs/generated-pages.ts';

describe('the generated pages', () => {
  it.each(generatedPages())('$path is what `npm run docs` writes', ({ path, text }) => {
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
