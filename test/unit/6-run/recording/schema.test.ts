/** docs/recording.schema.json against the recordings of the repository, and against lines that are none. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../../src/package-root.ts';

const read = (path: string) => readFileSync(`${packageRoot}${path}`, 'latin1');
const isLine = new Ajv2020({ allErrors: true }).compile(
  JSON.parse(read('docs/recording.schema.json')) as object,
);
const recordings = readdirSync(`${packageRoot}test/golden`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('events.jsonl'))
  .map((name) => `test/golden/${name}`);

describe('the schema of a recording', () => {
  it.each(recordings)('takes every line of %s', (path) => {
    for (const [index, line] of read(path).trimEnd().split('\n').entries()) {
      expect(isLine(JSON.parse(line)), `line ${index + 1}: ${JSON.stringify(isLine.errors)}`).toBe(true);
    }
  });

  const [header = '', start = '', event = ''] = read('test/golden/nettop/events.jsonl').split('\n');
  it.each([
    ['another version', header.replace('"version":1', '"version":2')],
    ['a header without its reads', header.replace('"reads":[[', '"read":[[')],
    ['a sum of another script', header.replace(/"sha256":"./, '"sha256":"x')],
    ['a line without its number', event.replace(/"n":\d+,/, '')],
    ['a number below 1', event.replace(/"n":\d+/, '"n":0')],
    ['an event without its values', event.replace(/,"read":\[.*\]/, '')],
    ['a value that is no value', event.replace(/\[.*\]/, '[true]')],
    ['a value that is half a number', event.replace(/\[.*\]/, '[0.5]')],
    ['text beyond bytes', event.replace(/\[.*\]/, '["\\u0100"]')],
    ['a member that it does not know', event.replace('"cpu"', '"core":1,"cpu"')],
    ['two things in a line', event.replace('"cpu"', '"stop":true,"cpu"')],
    ['a start without its clocks', start.replace(/,"time":\d+/, '')],
    ['a negative count', '{"n":1,"lost":-1}'],
    ['a sum in capitals', '{"n":1,"close":{"status":0,"errors":0,"skipped":0,"lost":0,"sum":"ABCDEF01"}}'],
    ['a list', '[]'],
  ])('refuses %s', (_name, line) => {
    expect(isLine(JSON.parse(line))).toBe(false);
  });
});
