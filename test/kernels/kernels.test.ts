/**
 * The same compiled programs on kernels of three Debian releases, each in a guest of its own. `STSX_KERNELS=bookworm,trixie` chooses
 * among the kernels, `STSX_CASES=nettop,files` among the cases.
 * Where a guest cannot be run, its cases are skipped and the reason stands in their group's name.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debianKernel } from '../support/guests/debian-kernel.ts';
import { buildGuestPrograms, whyNoGuests, type GuestPrograms } from '../support/guests/guest-programs.ts';
import { runGuest, type GuestResult } from '../support/guests/run-guest.ts';
import { kernelCases } from './cases.ts';

const suites = (process.env['STSX_KERNELS'] ?? 'bookworm,trixie,testing').split(',').filter(Boolean);
const chosen = process.env['STSX_CASES']?.split(',');
const chosenCases = kernelCases.filter(({ name }) => chosen?.includes(name) ?? true);
const caseSeconds = 60;
const guestSeconds = 240;

const lack = whyNoGuests();
let programs: GuestPrograms | undefined;

function needed(): GuestPrograms {
  return (programs ??= buildGuestPrograms(new Map(chosenCases.map(({ name, script }) => [name, script]))));
}

afterAll(() => programs?.remove());

describe.each(suites)('the kernel of Debian %s', (suite) => {
  const kernel = lack ?? debianKernel(suite);
  if (typeof kernel === 'string') {
    it.skip(`runs (skipped: ${kernel})`, () => undefined);
    return;
  }
  let guest: GuestResult;

  beforeAll(async () => {
    const { files } = needed();
    const cases = chosenCases
      .filter(({ name }) => files.has(`bin/${name}`))
      .map(({ name, workload }) => ({ name, command: `${name} -c "${workload}"`, seconds: caseSeconds }));
    guest = await runGuest({ image: kernel.image, programs: files, cases, seconds: guestSeconds });
  }, guestSeconds * 1000);

  it('boots', () => {
    expect(guest.release, guest.console).toBe(kernel.release);
  });

  it.each(chosenCases.map(({ name, check }) => [name, check] as const))('%s', (name, check) => {
    expect(needed().refused.get(name)).toBeUndefined();
    const result = guest.cases.get(name);
    if (result === undefined) throw new Error(`the guest did not come so far\n${guest.console.slice(-3000)}`);
    expect([result.errors, result.status]).toEqual(['', 0]);
    check(result);
  });
});
