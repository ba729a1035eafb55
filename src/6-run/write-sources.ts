/**
 * `compile -o FOLDER/`: the program's C, the library and prelude it is built with, and a Makefile, so that plain make builds it on
 * any machine with the tools.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { emitLibbpf, type EmittedProgram } from '../../targets/libbpf/emit.ts';
import type { Plan } from '../5-split/plan.ts';
import type { Report } from '../diagnostics/report.ts';
import type { BuildOptions } from './build.ts';
import { bpfFlags, libraryFlags, userFlags } from './compiler-flags.ts';
import { sourceFiles } from './runtime-sources.ts';
import { fileProblem } from './file-problem.ts';

export function writeSources(
  plan: Plan,
  name: string,
  folder: string,
  options: Pick<BuildOptions, 'program' | 'sources' | 'events'>,
  report: Report,
): boolean {
  const emitted = emitLibbpf(plan, name, options.program, options.events);
  try {
    mkdirSync(folder, { recursive: true });
    for (const file of [emitted.user, emitted.kernel, emitted.header]) {
      if (file) writeFileSync(`${folder}/${file.name}`, file.text, 'latin1');
    }
    copySources(options.sources.runtime, `${folder}/runtime`);
    if (emitted.kernel) copySources(options.sources.prelude, `${folder}/prelude`);
    writeFileSync(`${folder}/Makefile`, makefile(name, emitted));
    return true;
  } catch (error) {
    report.add('STSX6015', undefined, { path: folder, reason: fileProblem(error) });
    return false;
  }
}

function copySources(from: string, to: string): void {
  for (const path of sourceFiles(from)) {
    mkdirSync(dirname(`${to}/${path}`), { recursive: true });
    cpSync(`${from}/${path}`, `${to}/${path}`);
  }
}

function makefile(name: string, emitted: EmittedProgram): string {
  const header = emitted.header ? ` ${emitted.header.name}` : '';
  const kernelHalf = emitted.kernel ? ' kernel_half.o' : '';
  const embed = emitted.kernel ? ' -Wl,--format=binary kernel_half.o -Wl,--format=default' : '';
  return [
    `# Builds ${name}, one static program. Needs a C compiler, make, and the static libraries of libbpf, libelf and zlib${emitted.kernel ? ', and clang for the kernel half' : ''}.`,
    `CLANG ?= clang`,
    `CFLAGS ?= ${userFlags.join(' ')} -Wall -Wextra`,
    `LIBRARIES ?= ${libraryFlags().join(' ')}`,
    '',
    `${name}: user_half.o${kernelHalf} runtime/build/libstsx.a`,
    `\t$(CC) -static -Wl,--gc-sections -Wl,-z,noexecstack user_half.o${embed} runtime/build/libstsx.a $(LIBRARIES) -o $@`,
    '',
    `user_half.o: ${emitted.user.name}${header}`,
    `\t$(CC) $(CFLAGS) -Iruntime -c $< -o $@`,
    '',
    ...(emitted.kernel
      ? [
          `kernel_half.o: ${emitted.kernel.name}${header}`,
          `\t$(CLANG) ${bpfFlags().join(' ')} -Wall -Wextra -Iprelude -Iruntime -c $< -o $@`,
          '',
        ]
      : []),
    'runtime/build/libstsx.a:',
    '\t$(MAKE) -C runtime BUILD=build build/libstsx.a',
    '',
    'clean:',
    `\trm -rf ${name} user_half.o kernel_half.o runtime/build`,
    '',
    '.PHONY: clean',
    '',
  ].join('\n');
}
