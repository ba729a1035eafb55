/** kernel.trace("name"): stapprobes(3stap), KERNEL TRACEPOINTS. The arguments and their types are the event's in BTF. */
import type { KernelTypes } from '../../kernel/kernel.ts';
import { similarText } from '../similar-names.ts';
import { hasWildcard, patternMatcher } from './name-pattern.ts';
import { problem, stringOf, type BuiltPoints, type PointKind, type PointRequest } from './point-kind.ts';
import { quoted } from './point-text.ts';

export const tracepointKinds: readonly PointKind[] = [
  { shape: 'kernel.trace(string)', build: buildTracepoint },
];

function buildTracepoint(request: PointRequest): BuiltPoints {
  const { types, features } = request.kernel;
  const pattern = stringOf(request, 'trace') ?? '';
  if (types === undefined) {
    return problem(
      'this kernel has no BTF, so the arguments of its tracepoints are not known',
      'a kernel built with CONFIG_DEBUG_INFO_BTF=y has it',
    );
  }
  const names = matchingTracepoints(types, pattern);
  if (names.length === 0) return problem(`no match${similarText(nameIn(pattern), types.tracepointNames())}`);
  if (!request.attachElsewhere && !features.rawTracepoint) {
    return problem('this kernel cannot attach programs to tracepoints (raw tracepoints, Linux 4.17)');
  }
  return {
    kind: 'points',
    points: names.map((name) => ({
      attach: { kind: 'tracepoint', name, parameters: types.tracepoint(name) ?? [] },
      text: `kernel.trace(${quoted(name)})`,
    })),
  };
}

/** `system:name`: BTF does not know the system, so the name decides. */
function nameIn(pattern: string): string {
  return pattern.slice(pattern.indexOf(':') + 1);
}

function matchingTracepoints(types: KernelTypes, pattern: string): readonly string[] {
  const name = nameIn(pattern);
  if (!hasWildcard(name)) return types.tracepoint(name) === undefined ? [] : [name];
  return types.tracepointNames().filter(patternMatcher(name));
}
