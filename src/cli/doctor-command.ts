/** `stsx doctor`: what this kernel and this machine offer, what is missing, and the command that mends it. */
import { Option, type Command } from 'commander';
import type { Finish } from './command-line.ts';

export function addDoctorCommand(program: Command, finish: Finish): void {
  program
    .command('doctor')
    .description('what this kernel and this machine offer, what is missing, and the command that mends it')
    .addOption(new Option('--format <name>', 'json: one object').choices(['text', 'json']).default('text'))
    .action(async (flags: { readonly format: 'text' | 'json' }) => {
      const { doctor } = await import('./doctor.ts');
      finish(doctor(flags.format));
    });
}
