import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runIdentity } from '../../../src/cli/run-identity.ts';
import { sessionOptions } from '../../../src/cli/session-flags.ts';

const plain = sessionOptions({}, [], 0);

describe('the identity of a run (of stsx as it is built)', () => {
  it('stays while nothing changes, and follows the script and the options', () => {
    const identity = runIdentity({ kind: 'text', text: 'probe never {}' }, plain);
    expect(identity).toBeDefined();
    expect(runIdentity({ kind: 'text', text: 'probe never {}' }, plain)).toEqual(identity);
    expect(runIdentity({ kind: 'text', text: 'probe never { }' }, plain)).not.toEqual(identity);
    const defines = sessionOptions({ D: new Map([['MAXACTION', '5']]) }, [], 0);
    expect(runIdentity({ kind: 'text', text: 'probe never {}' }, defines)).not.toEqual(identity);
    expect(runIdentity({ kind: 'text', text: 'probe never {}' }, sessionOptions({}, ['x'], 0))).not.toEqual(
      identity,
    );
  });

  it("follows the file's bytes", () => {
    const folder = mkdtempSync(join(tmpdir(), 'stsx-identity-'));
    const path = join(folder, 'a.stp');
    writeFileSync(path, 'probe begin {}');
    const before = runIdentity({ kind: 'path', path }, plain);
    writeFileSync(path, 'probe begin { }');
    expect(runIdentity({ kind: 'path', path }, plain)).not.toEqual(before);
    rmSync(folder, { recursive: true });
  });

  it('is not known of what files do not tell', () => {
    expect(runIdentity({ kind: 'path', path: '-' }, plain)).toBeUndefined();
    expect(runIdentity({ kind: 'path', path: '/no/such/script.stp' }, plain)).toBeUndefined();
    const folders = sessionOptions({ I: ['/tmp'] }, [], 0);
    expect(runIdentity({ kind: 'text', text: 'probe never {}' }, folders)).toBeUndefined();
  });
});
