/**
 * Marks that programs were built with (sys/sdt.h): stapprobes(3stap), USER-SPACE. They stand in notes of the file; a mark may stand at
 * several places of a program, which are one point.
 */
import type { ProgramMark } from '../../kernel/elf/marks-of.ts';
import type { UserMarkPoint } from '../../program/attach-point.ts';
import type { CInteger } from '../../program/c-type.ts';
import { similarText } from '../similar-names.ts';
import { patternMatcher } from './name-pattern.ts';
import {
  problem,
  stringOf,
  type BuiltPoint,
  type BuiltPoints,
  type PointKind,
  type PointRequest,
} from './point-kind.ts';
import { quoted } from './point-text.ts';
import { probedFiles, type ProbedFile } from './process-files.ts';
import { programHeads, readable, uprobeLack } from './process-function-kinds.ts';

export const processMarkKinds: readonly PointKind[] = programHeads.flatMap((head) =>
  ['mark(string)', 'provider(string).mark(string)'].map((tail) => ({
    shape: `${head}.${tail}`,
    build: buildMarks,
  })),
);

/** Arguments come with their sign or without, as the mark says, in 64 bits. */
const long: CInteger = { kind: 'integer', size: 8, signed: true, name: 'long' };

function buildMarks(request: PointRequest): BuiltPoints {
  const lack = uprobeLack(request);
  if (lack !== undefined) return problem(lack);
  const files = probedFiles(request);
  if ('problem' in files) return problem(files.problem, files.hint);
  const points: BuiltPoint[] = [];
  for (const file of files) {
    const marks = readable(file, () => file.program.marks());
    if (typeof marks === 'string') return problem(marks);
    points.push(...pointsOf(file, marks, request));
  }
  if (points.length > 0) return { kind: 'points', points };
  return problem(() => noMatch(files, stringOf(request, 'mark') ?? ''));
}

function noMatch(files: readonly ProbedFile[], wanted: string): string {
  const names = files.flatMap(({ program }) => program.marks().map(({ name }) => name));
  if (names.length > 0)
    return `no match${similarText(wanted, names).replace('(similar:', '(similar marks:')}`;
  return `no match: ${files.map(({ program }) => program.path).join(', ')} has no marks`;
}

function pointsOf(
  file: ProbedFile,
  marks: readonly ProgramMark[],
  request: PointRequest,
): readonly BuiltPoint[] {
  const provider = stringOf(request, 'provider');
  const matchesProvider = patternMatcher(provider ?? '*');
  const matchesName = patternMatcher(stringOf(request, 'mark') ?? '');
  const found = new Map<string, ProgramMark[]>();
  for (const mark of marks) {
    if (!matchesProvider(mark.provider) || !matchesName(mark.name)) continue;
    const key = `${mark.provider} ${mark.name}`;
    found.set(key, [...(found.get(key) ?? []), mark]);
  }
  return [...found.values()].map((sites) => ({
    attach: markPoint(file, sites),
    text: `${file.text}${provider === undefined ? '' : `.provider(${quoted(sites[0]?.provider ?? '')})`}.mark(${quoted(sites[0]?.name ?? '')})`,
  }));
}

function markPoint({ program, processes, images }: ProbedFile, sites: readonly ProgramMark[]): UserMarkPoint {
  const count = Math.min(...sites.map((site) => site.arguments.length));
  return {
    kind: 'user-mark',
    path: program.path,
    provider: sites[0]?.provider ?? '',
    name: sites[0]?.name ?? '',
    sites: sites.length,
    processes,
    images,
    parameters: Array.from({ length: count }, (_, index) => ({ name: `arg${index + 1}`, type: long })),
  };
}
