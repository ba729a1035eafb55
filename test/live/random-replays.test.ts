/**
 * Generated handlers on generated events: the kernel half as BPF, in a replay build, against the reference. 800 of them;
 * STSX_DIFFERENTIAL_ROUNDS=125 tries 100,000 others.
 */
import { it } from 'vitest';
import { replayCase } from '../differential/support/event-programs.ts';
import { expectReplayedAlike } from '../differential/support/replay-cases.ts';
import { timeout } from '../differential/support/search.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const amount = { programs: 16, casesPerProgram: 50 };

describeLive('generated handlers on generated events', () => {
  it('do what the reference says', () => expectReplayedAlike(replayCase, amount), 4 * timeout);
});
