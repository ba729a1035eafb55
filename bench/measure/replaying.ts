/** Recording and replaying: what an event costs while it is recorded, how long a million of them take again, and a folder of golden cases. */
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeLongRecording } from '../../test/support/long-recording.ts';
import { callsProgram, costOf, type Cost } from '../event-collectors.ts';
import {
  compiled,
  nettop,
  requireRoot,
  root,
  scratchFile,
  scratchPath,
  secondsOf,
  stsxCommand,
  times,
} from '../machine.ts';
import type { Measurement } from '../row.ts';

const events = 1_000_000;
const cases = 500;
const calls = 300_000;
const golden = `${root}test/golden`;

let recording: string | undefined;

function nettopEvents(): string {
  if (recording === undefined) {
    recording = scratchPath('.jsonl');
    writeLongRecording(`${golden}/nettop/events.jsonl`, events, recording);
  }
  return recording;
}

/** The cases of the repository, over and over; the first run builds their programs. */
function manyCases(): string {
  const folder = scratchPath('-cases');
  const known = readdirSync(golden, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (let index = 0; index < cases; index++) {
    const from = known[index % known.length]?.name ?? '';
    mkdirSync(folder, { recursive: true });
    cpSync(join(golden, from), join(folder, `${from}-${index}`), { recursive: true });
  }
  return folder;
}

export const replaying: readonly Measurement[] = [
  {
    name: 'replay 1 M events of nettop, reference',
    async measure() {
      const command = stsxCommand('replay', nettop, nettopEvents());
      return [{ name: this.name, figure: await times(3, () => secondsOf(command)), unit: 's', limit: 5 }];
    },
  },
  {
    name: 'replay 1 M events of nettop, replay build',
    async measure() {
      requireRoot();
      const command = stsxCommand('replay', '--target', 'libbpf', nettop, nettopEvents());
      secondsOf(command);
      return [{ name: this.name, figure: await times(3, () => secondsOf(command)), unit: 's', limit: 2 }];
    },
  },
  {
    name: 'stsx test, 500 golden cases, two at once, built before',
    async measure() {
      requireRoot();
      const command = stsxCommand('test', '-j', '2', manyCases());
      secondsOf(command);
      return [{ name: this.name, figure: await times(3, () => secondsOf(command)), unit: 's', limit: 20 }];
    },
  },
  {
    name: 'recording: an event, kernel and user half, all told',
    async measure() {
      requireRoot();
      const script = scratchFile(
        '.stp',
        'global n probe kernel.trace("sys_enter") { n[execname()] <<< $id }',
      );
      const workload = { program: callsProgram(), words: [String(calls), '1', 'read'] };
      const whole = ({ perEvent, collector }: Cost) => perEvent + collector / calls;
      const plain = await costOf({ program: compiled(script), words: [] }, workload);
      const file = scratchPath('.jsonl');
      const recorded = await costOf({ program: compiled(script, '--record', file), words: [] }, workload);
      return [
        {
          name: this.name,
          figure: whole(recorded),
          unit: 's',
          peer: { name: 'without recording', figure: whole(plain) },
        },
      ];
    },
  },
];
