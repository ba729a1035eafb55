/**
 * All measurements, one after another, each row printed as it comes. Status 1 if a row is over its limit, so that a person or
 * a machine that watches it notices; tests never look at clocks.
 */
import { attaching } from './measure/attaching.ts';
import { bpftrace } from './measure/bpftrace.ts';
import { btf } from './measure/btf.ts';
import { checking } from './measure/checking.ts';
import { events } from './measure/events.ts';
import { memory } from './measure/memory.ts';
import { parsing } from './measure/parsing.ts';
import { replaying } from './measure/replaying.ts';
import { size } from './measure/size.ts';
import { start } from './measure/start.ts';
import { userHalf } from './measure/user-half.ts';
import { removeScratch } from './machine.ts';
import { Unavailable, type Measurement } from './row.ts';
import { heading, isOver, missingText, rowText } from './table.ts';

const measurements: readonly Measurement[] = [
  ...start,
  ...bpftrace,
  ...attaching,
  ...size,
  ...memory,
  ...btf,
  ...checking,
  ...parsing,
  ...userHalf,
  ...replaying,
  ...events,
];

const wanted = process.argv.slice(2);
const chosen = measurements.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);

console.log(heading());
let over = false;
try {
  for (const measurement of chosen) {
    try {
      for (const row of await measurement.measure()) {
        console.log(rowText(row));
        over ||= isOver(row);
      }
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      console.log(missingText(measurement.name, error.message));
    }
  }
} finally {
  removeScratch();
}
process.exitCode = over ? 1 : 0;
