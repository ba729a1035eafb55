/** `stsx test [DIR…]`: golden cases. */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Finish } from './command-line.ts';

interface TestFlags {
  readonly update?: true;
  readonly junit?: string;
  readonly watch?: true;
  readonly worker?: true;
  readonly jobs: number;
  readonly target?: 'reference' | 'libbpf';
}

export function addTestCommand(program: Command, finish: Finish): void {
  program
    .command('test')
    .description(
      'run the golden cases in folders and compare: a case holds script.stp, output.txt and status',
    )
    .argument('[dirs...]', 'folders to look for cases in')
    .option('--update', 'write what the reference prints as what is expected')
    .option('--junit <file>', 'write the results as JUnit XML too')
    .option('--watch', 'run cases again when their files change, until ^C')
    .option('-j, --jobs <number>', 'cases at once', count, availableParallelism())
    .addOption(
      new Option('--target <name>', 'one of the two that run scripts; without it both').choices([
        'reference',
        'libbpf',
      ]),
    )
    .addOption(new Option('--worker').hideHelp())
    .action(async (dirs: readonly string[], flags: TestFlags) => {
      if (flags.worker) {
        const { serveCases } = await import('./golden/serve-cases.ts');
        await serveCases(process.stdin, process.stdout, flags.update ?? false);
        return;
      }
      const { testCases } = await import('./golden/test-cases.ts');
      const targets = flags.target ? [flags.target] : (['reference', 'libbpf'] as const);
      finish(
        await testCases(dirs.length > 0 ? dirs : ['.'], {
          targets,
          jobs: flags.jobs,
          update: flags.update ?? false,
          junit: flags.junit,
          watch: flags.watch ?? false,
        }),
      );
    });
}

function count(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It is a number above 0.');
  return Number(text);
}
