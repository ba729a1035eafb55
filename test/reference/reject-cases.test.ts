/**
 * The scripts that SystemTap refused: stsx refuses them too, at the same place, for the same reason. Wording: SystemTap's first message has to
 * be found in stsx's, but for what `wordings` says.
 */
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineColumn } from '../../src/source/source.ts';
import { compileText, optionsOf } from '../support/compile-text.ts';
import { firstError } from '../support/first-error.ts';
import { rejectCases } from '../support/reference-cases.ts';
import { wordings } from './wordings.ts';

describe('refused by SystemTap', () => {
  it.each(rejectCases.map((candidate) => [candidate.name, candidate] as const))('%s', (name, candidate) => {
    const { report } = compileText(
      basename(candidate.path),
      candidate.script,
      optionsOf(candidate.flags, candidate.arguments),
    );
    const error = report.diagnostics.find(({ severity }) => severity === 'error');
    const expected = firstError(candidate.errors);
    const place = error?.span === undefined ? undefined : lineColumn(error.span.file, error.span.start);
    const words = (wordings[name]?.says ?? expected?.message ?? '').replace(/ \(similar: .*\)$/, '');
    const where =
      wordings[name]?.at ??
      (expected?.line === undefined ? undefined : `${expected.line}:${expected.column}`);
    expect({
      refused: error !== undefined,
      stage: error === undefined ? undefined : error.code.startsWith('STSX1') ? 'parse' : 'semantic',
      message: error?.message.includes(words) === true ? words : error?.message,
      place: where === undefined || place === undefined ? where : `${place.line}:${place.column}`,
    }).toEqual({
      refused: true,
      stage: wordings[name]?.stage ?? expected?.kind,
      message: words,
      place: where,
    });
  });

  it('has every case that is worded differently', () => {
    const names = new Set(rejectCases.map(({ name }) => name));
    expect(Object.keys(wordings).filter((name) => !names.has(name))).toEqual([]);
  });
});
