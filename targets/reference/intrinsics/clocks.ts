/** The intrinsics of time.stp. jiffies count from five minutes before they wrap 32 bits, as the kernel lets them. */
import { long, type IntrinsicTable } from './intrinsic.ts';

const NANOSECONDS = 1_000_000_000n;

export const clockIntrinsics: IntrinsicTable = {
  gettimeofday_ns: long((call) => call.machine.surroundings.clock.realtime()),
  ktime_get_ns: long((call) => call.machine.surroundings.clock.monotonic()),
  get_cycles: long((call) => call.machine.surroundings.clock.cycles()),
  jiffies: long(({ machine: { surroundings } }) => {
    const { hertz } = surroundings.facts;
    return 2n ** 32n - 300n * hertz + (surroundings.clock.monotonic() * hertz) / NANOSECONDS;
  }),
};
