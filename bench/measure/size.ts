/** How big the program is that `compile nettop.stp` leaves. */
import { statSync } from 'node:fs';
import { compiled, nettop } from '../machine.ts';
import type { Measurement } from '../row.ts';

export const size: readonly Measurement[] = [
  {
    name: 'nettop.stp, size of its program',
    measure() {
      return [{ name: this.name, figure: statSync(compiled(nettop)).size, unit: 'bytes', limit: 3e6 }];
    },
  },
];
