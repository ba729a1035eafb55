/**
 * The golden cases beside this file, by `stsx test` itself: recordings of real runs on the reference, and, where this process may load BPF
 * programs, on the replay build. A case that is skipped says why.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { stsx } from '../support/live/running-script.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

it.skipIf(!existsSync(stsx))(
  `pass${existsSync(stsx) ? '' : ' (skipped: stsx is not built: npm run build)'}`,
  () => {
    const { stdout, status } = spawnSync(process.execPath, [stsx, 'test', folder], { encoding: 'latin1' });
    const told = stdout.split('\n').filter((line) => line.startsWith('skipped '));
    for (const line of told) console.log(line);
    expect(stdout).toMatch(/^\d+ passed, 0 failed, \d+ skipped\n$/m);
    expect(status).toBe(0);
  },
);
