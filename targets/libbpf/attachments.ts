/**
 * The ways to attach a probe, best first: the program that each way loads and the section it stands in. The library tries them on the
 * machine that runs the program; BPF programs of the other ways are not loaded there.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { CodePlace } from '../../src/program/attach-point.ts';
import { functionAttachments } from './function-attachments.ts';
import type { SharedProgram } from './twins.ts';

export interface Attachment {
  /** enum stsx_attach_kind */
  readonly kind: string;
  /** Name of the BPF function. */
  readonly program: string;
  /** SEC(…) of it. */
  readonly section: string;
  /** How the program finds the event's arguments. */
  readonly arguments: 'raw-tracepoint' | 'trampoline' | 'registers' | 'mark' | 'none';
  readonly target: string | undefined;
  readonly module: string | undefined;
  readonly hertz: number | undefined;
  /** In a program's file. */
  readonly place?: CodePlace;
  /** Of a mark: its file and the provider that its name belongs to. */
  readonly mark?: { readonly path: string; readonly provider: string };
}

/** `passed`: what the handler takes of the event, by index. */
export function attachments(
  probe: ir.Probe,
  shared: SharedProgram | undefined,
  passed: ReadonlySet<number>,
): readonly Attachment[] {
  const { point } = probe;
  const base = { module: undefined, hertz: undefined };
  switch (point.kind) {
    case 'begin':
    case 'end':
    case 'error':
    case 'never':
    case 'timer':
    case 'file':
    case 'input':
    // One program serves all probes on a tracepoint: tracepoint-programs.ts.
    case 'tracepoint':
      return [];
    case 'perf':
      return [
        {
          ...base,
          kind: 'STSX_ATTACH_PERF_EVENT',
          program: `probe_${probe.id}`,
          section: 'perf_event',
          arguments: 'none',
          target: undefined,
          hertz: point.hertz,
        },
      ];
    case 'function':
      return functionAttachments(probe.id, point, shared, passed);
    case 'user-mark':
      return [
        {
          ...base,
          kind: 'STSX_ATTACH_USDT',
          program: `probe_${probe.id}_usdt`,
          section: 'usdt',
          arguments: 'mark',
          target: point.name,
          mark: { path: point.path, provider: point.provider },
        },
      ];
    case 'user-function': {
      const probed = point.at === 'entry' ? 'uprobe' : 'uretprobe';
      return [
        {
          ...base,
          kind: `STSX_ATTACH_${probed.toUpperCase()}`,
          program: `probe_${shared?.first ?? probe.id}_${probed}`,
          section: probed,
          arguments: 'registers',
          target: point.place.symbol ?? point.label,
          place: point.place,
        },
      ];
    }
  }
}
