/**
 * The ways to attach a probe, best first: the program that each way loads and the section it stands in. The library tries them on the
 * machine that runs the program; BPF programs of the other ways are not loaded there.
 */
import type * as ir from '../../src/ir/ir.ts';
import type { CodePlace } from '../../src/program/attach-point.ts';

export interface Attachment {
  /** enum stsx_attach_kind */
  readonly kind: string;
  /** Name of the BPF function. */
  readonly program: string;
  /** SEC(…) of it. */
  readonly section: string;
  /** How the program finds the event's arguments. */
  readonly arguments: 'raw-tracepoint' | 'trampoline' | 'registers' | 'none';
  readonly target: string | undefined;
  readonly module: string | undefined;
  readonly hertz: number | undefined;
  /** In a program's file. */
  readonly place?: CodePlace;
}

/** `shared`: the first of the probes that one program serves, where several share a handler. */
export function attachments(probe: ir.Probe, shared: number | undefined): readonly Attachment[] {
  const { point } = probe;
  const base = { module: undefined, hertz: undefined };
  switch (point.kind) {
    case 'begin':
    case 'end':
    case 'error':
    case 'never':
    case 'timer':
    // One program serves all probes on a tracepoint: tracepoint-programs.ts.
    case 'tracepoint':
      return [];
    case 'profile':
      return [
        {
          ...base,
          kind: 'STSX_ATTACH_PERF_CLOCK',
          program: `probe_${probe.id}`,
          section: 'perf_event',
          arguments: 'none',
          target: undefined,
          hertz: point.hertz,
        },
      ];
    case 'function': {
      const isEntry = point.at === 'entry';
      const module = point.module;
      const where = { ...base, target: point.name, module };
      const trampoline = isEntry ? 'fentry' : 'fexit';
      const probed = isEntry ? 'kprobe' : 'kretprobe';
      const multi: Attachment = {
        ...where,
        kind: isEntry ? 'STSX_ATTACH_KPROBE_MULTI' : 'STSX_ATTACH_KRETPROBE_MULTI',
        program: `probe_${shared ?? probe.id}_multi`,
        section: `${probed}.multi/${point.name}`,
        arguments: 'registers',
      };
      return [
        // For many functions at once nothing attaches as fast; for one, nothing runs as fast as a trampoline.
        ...(shared === undefined ? [] : [multi]),
        {
          ...where,
          kind: isEntry ? 'STSX_ATTACH_FENTRY' : 'STSX_ATTACH_FEXIT',
          program: `probe_${probe.id}_${trampoline}`,
          section: `${trampoline}/${point.name}`,
          arguments: 'trampoline',
        },
        ...(shared === undefined ? [multi] : []),
        {
          ...where,
          kind: isEntry ? 'STSX_ATTACH_KPROBE' : 'STSX_ATTACH_KRETPROBE',
          program: `probe_${probe.id}_${probed}`,
          section: `${probed}/${point.name}`,
          arguments: 'registers',
        },
      ];
    }
    case 'user-function': {
      const probed = point.at === 'entry' ? 'uprobe' : 'uretprobe';
      return [
        {
          ...base,
          kind: `STSX_ATTACH_${probed.toUpperCase()}`,
          program: `probe_${shared ?? probe.id}_${probed}`,
          section: probed,
          arguments: 'registers',
          target: point.place.symbol ?? point.label,
          place: point.place,
        },
      ];
    }
  }
}
