/** Resident memory of nettop's program while it counts, after a second. Its maps are the kernel's and not part of it. */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { compiled, nettop, requireRoot, statusBytes } from '../machine.ts';
import { Unavailable, type Measurement } from '../row.ts';

export const memory: readonly Measurement[] = [
  {
    name: 'nettop.stp, resident memory of its program',
    async measure() {
      requireRoot();
      const child = spawn(compiled(nettop), [], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.on('close', resolve));
      await pause(1000);
      const figure = child.pid === undefined ? 0 : statusBytes(child.pid, 'VmRSS');
      child.kill('SIGINT');
      await ended;
      if (figure === 0) throw new Unavailable('the program ended at once');
      return [{ name: this.name, figure, unit: 'bytes', limit: 10e6 }];
    },
  },
];
