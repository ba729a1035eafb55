/**
 * procfs.* and what input.* are made of (tapset/input.stp): stapprobes(3stap), PROCFS and INPUT. Without a kernel module there is no
 * folder below /proc: the files are in the session's own folder, which the run-time library shows.
 */
import type { InputPoint } from '../../program/attach-point.ts';
import {
  hasComponent,
  numberOf,
  onePoint,
  problem,
  stringOf,
  type BuiltPoints,
  type PointKind,
  type PointRequest,
} from './point-kind.ts';

const defaultPath = 'command';
const permissions = 0o777n;
const ownerOnly = 0o077n;
const mostBytes = 0x7fffffffn;
/** pp() of what comes on standard input. */
const inputText = 'procfs("__stdin").write';

const heads = ['procfs', 'procfs(string)'].flatMap((head) => [head, `${head}.umask(number)`]);

export const fileKinds: readonly PointKind[] = [
  ...heads.flatMap((head): PointKind[] => [
    { shape: `${head}.read`, build: buildFile },
    { shape: `${head}.read.maxsize(number)`, build: buildFile },
    { shape: `${head}.write`, build: buildFile },
  ]),
  { shape: '__input.char', build: () => inputPoint('char') },
  { shape: '__input.line', build: () => inputPoint('line') },
];

function inputPoint(unit: InputPoint['unit']): BuiltPoints {
  return { kind: 'points', points: [{ attach: { kind: 'input', unit }, text: inputText }] };
}

function buildFile(request: PointRequest): BuiltPoints {
  const path = stringOf(request, 'procfs') ?? defaultPath;
  const umask = numberOf(request, 'umask') ?? ownerOnly;
  const maxSize = numberOf(request, 'maxsize');
  if (!path.split('/').every(isName)) {
    return problem(
      `'${path}' is no path of a procfs file: it has to be relative, of names that are neither empty nor '.' nor '..'`,
    );
  }
  if (maxSize !== undefined && maxSize < 1n) return problem('maxsize must be greater than 0');
  return onePoint({
    kind: 'file',
    path,
    at: hasComponent(request, 'read') ? 'read' : 'write',
    umask: Number(umask & permissions),
    maxSize: maxSize === undefined ? undefined : Number(maxSize < mostBytes ? maxSize : mostBytes),
  });
}

/** Of a file or folder, as Linux has them: up to 255 bytes. */
function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !name.includes('\0');
}
