/** begin, end, error and never: stapprobes(3stap), BEGIN/END/ERROR and NEVER. */
import { numberOf, onePoint, type PointKind } from './point-kind.ts';

const sequenced = ['begin', 'end', 'error'] as const;

export const sessionKinds: readonly PointKind[] = [
  ...sequenced.flatMap((kind): PointKind[] => [
    { shape: kind, build: () => onePoint({ kind, sequence: 0n }) },
    {
      shape: `${kind}(number)`,
      build: (request) => onePoint({ kind, sequence: numberOf(request, kind) ?? 0n }),
    },
  ]),
  { shape: 'never', build: () => onePoint({ kind: 'never' }) },
];
