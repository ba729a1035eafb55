/** Whole programs. */
import { it } from 'vitest';
import { expectAlike, timeout } from './support/expect-alike.ts';
import { program } from './support/programs.ts';

it('run alike', () => expectAlike(program, { programs: 2, casesPerProgram: 15 }), timeout);
