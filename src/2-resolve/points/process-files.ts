/**
 * The files whose code a point `process(…).….` or `process(…).library(…).….` means, and in which processes (stapprobes(3stap),
 * USER-SPACE). Without a program it is the one that -c starts or -x names.
 */
import type { FoundPrograms, ProgramFile, Programs } from '../../kernel/elf/programs.ts';
import type { ProcessFilter } from '../../program/attach-point.ts';
import { similarText } from '../similar-names.ts';
import { numberOf, stringOf, type PointRequest, type TargetProcess } from './point-kind.ts';
import { quoted } from './point-text.ts';

/** One file, and how the resolved point names it. */
export interface ProbedFile {
  readonly program: ProgramFile;
  readonly processes: ProcessFilter;
  /** The program and its libraries. */
  readonly images: readonly string[];
  /** `process("/usr/bin/ls").library("/usr/lib/libc.so.6")` */
  readonly text: string;
}

export interface FileProblem {
  readonly problem: string;
  readonly hint?: string;
}

export function probedFiles(request: PointRequest): readonly ProbedFile[] | FileProblem {
  const { programs } = request.kernel;
  if (programs === undefined) return { problem: 'there are no programs to look at' };
  const heads = headFiles(request, programs);
  if ('problem' in heads) return heads;
  const library = stringOf(request, 'library');
  if (library === undefined) return heads;
  const found: ProbedFile[] = [];
  let problem: FileProblem | undefined;
  for (const head of heads) {
    const libraries = programs.libraries(head.program, library);
    if (!('files' in libraries)) {
      problem ??= worded(library, libraries);
      continue;
    }
    const inProgram: ProcessFilter = { kind: 'executable', path: head.program.path };
    const processes = head.processes.kind === 'pid' ? head.processes : inProgram;
    for (const program of libraries.files) {
      found.push({ ...head, program, processes, text: `${head.text}.library(${quoted(program.path)})` });
    }
  }
  return found.length === 0 && problem !== undefined ? problem : found;
}

function headFiles(request: PointRequest, programs: Programs): readonly ProbedFile[] | FileProblem {
  const name = stringOf(request, 'process');
  const pid = numberOf(request, 'process');
  if (pid !== undefined) {
    const files = programs.ofProcess(Number(pid));
    if (!('files' in files)) return { problem: `cannot probe pid ${pid}: ${files.problem}` };
    const processes: ProcessFilter = { kind: 'pid', pid: Number(pid) };
    return files.files.map((program) => ({
      program,
      processes,
      images: programs.imagesOf(program),
      text: `process(${pid})`,
    }));
  }
  const found = name === undefined ? targetFiles(request.target, programs) : programs.find(name);
  if (!('files' in found)) return worded(name ?? commandName(request.target), found);
  return found.files.map((program) => ({
    program,
    processes: { kind: 'any' },
    images: programs.imagesOf(program),
    text: `process(${quoted(program.path)})`,
  }));
}

function targetFiles({ command, pid }: TargetProcess, programs: Programs): FoundPrograms {
  if (pid !== undefined) return programs.ofProcess(pid);
  if (command !== undefined) return programs.find(commandName({ command }));
  return {
    problem: 'unspecified process probe is invalid without a -c COMMAND or -x PID [man stapprobes]',
    similar: [],
  };
}

/** The program of a command: its first word. */
function commandName({ command = '' }: TargetProcess): string {
  return /^\s*(\S*)/.exec(command)?.[1] ?? '';
}

function worded(
  name: string,
  { problem, similar }: Extract<FoundPrograms, { problem: string }>,
): FileProblem {
  return { problem: problem + similarText(name.replace(/^.*\//, ''), similar) };
}
