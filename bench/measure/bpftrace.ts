/**
 * Writing bpftrace text, in a process that was not running; and what a session on bpftrace takes until its first line above what bpftrace
 * takes itself with the stand-alone text of the same script and no stsx.
 */
import { readFileSync } from 'node:fs';
import {
  nettop,
  requireCommand,
  requireRoot,
  root,
  scratchFile,
  scratchPath,
  secondsOf,
  secondsToLine,
  stsxCommand,
  times,
} from '../machine.ts';
import type { Measurement } from '../row.ts';
import { bpftraceAlone, firstLine } from './start.ts';

export const bpftrace: readonly Measurement[] = [
  {
    name: 'dropwatch.stp to bpftrace text',
    async measure() {
      const script = `${root}scripts-stp/network/dropwatch.stp`;
      const output = scratchPath('.bt');
      const figure = await times(9, () =>
        secondsOf(stsxCommand('compile', script, '-o', output, '--bpftrace', '0.23')),
      );
      return [{ name: this.name, figure, unit: 's', limit: 0.25 }];
    },
  },
  {
    name: 'nettop.stp on bpftrace, first line, above its own start',
    async measure() {
      requireRoot();
      requireCommand('bpftrace');
      const script = scratchFile(
        '.stp',
        readFileSync(nettop, 'latin1').replace('timer.ms(5000)', 'timer.ms(1)'),
      );
      const text = scratchPath('.bt');
      secondsOf(stsxCommand('compile', script, '-o', text));
      const alone = await times(5, () => secondsToLine(bpftraceAlone(text), firstLine));
      const whole = await times(5, () =>
        secondsToLine(stsxCommand('run', '--target', 'bpftrace', script), firstLine),
      );
      const peer = { name: 'bpftrace alone', figure: alone };
      return [{ name: this.name, figure: whole - alone, unit: 's', limit: 0.3, peer }];
    },
  },
];
