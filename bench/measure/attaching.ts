/**
 * How long a compiled program takes in an emulated guest until all functions of a source file are probed, at entry and at return: some
 * 280 points. The kernels of both releases have kprobe.multi.
 */
import { debianKernel } from '../../test/support/guests/debian-kernel.ts';
import { whyNoGuests } from '../../test/support/guests/guest-programs.ts';
import { runGuest } from '../../test/support/guests/run-guest.ts';
import { compiled, median, scratchFile } from '../machine.ts';
import { Unavailable, type Measurement } from '../row.ts';

const script = `global calls, returns
probe kernel.function("*@net/socket.c").call { calls[ppfunc()]++ }
probe kernel.function("*@net/socket.c").return { returns[ppfunc()]++ }
`;

/** Prints the guest's clock before the program starts and when everything is attached. */
const command = `cut -d' ' -f1 /proc/uptime; attach -c 'cut -d" " -f1 /proc/uptime'`;

async function secondsIn(suite: string): Promise<number> {
  const kernel = debianKernel(suite);
  if (typeof kernel === 'string') throw new Unavailable(kernel);
  const programs = new Map([
    ['bin/busybox', '/bin/busybox'],
    ['bin/attach', compiled(scratchFile('.stp', script))],
  ]);
  const cases = ['first', 'second', 'third'].map((name) => ({ name, command, seconds: 60 }));
  const guest = await runGuest({ image: kernel.image, programs, cases, seconds: 120 });
  const figures = [...guest.cases.values()].map(({ output, errors }) => {
    const [start, end] = output.split('\n').map(Number);
    if (start === undefined || !end) throw new Unavailable(errors.trim());
    return end - start;
  });
  if (figures.length === 0) throw new Unavailable('the guest does not come up');
  return median(figures);
}

export const attaching: readonly Measurement[] = ['trixie', 'testing'].map((suite) => ({
  name: `all of net/socket.c attached, guest of Debian ${suite}`,
  async measure() {
    const lack = whyNoGuests();
    if (lack !== undefined) throw new Unavailable(lack);
    return [{ name: this.name, figure: await secondsIn(suite), unit: 's', limit: 2 }];
  },
}));
