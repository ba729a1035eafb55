/** Makes a recording's first line. In: the script, the options and the plan that records; out: one line of ASCII. */
import { createHash } from 'node:crypto';
import { recordLayouts } from '../../../targets/libbpf/record-layout.ts';
import type { Plan } from '../../5-split/plan.ts';
import type { KernelDescription } from '../../kernel/described/kernel-description.ts';
import type { SessionOptions } from '../../session-options.ts';
import type { SourceFile } from '../../source/source.ts';
import {
  recordingVersion,
  type RecordedOptions,
  type RecordedRead,
  type RecordingHeader,
} from './recording-format.ts';

export interface RecordedScript {
  readonly source: SourceFile;
  readonly options: SessionOptions;
  readonly front: Pick<RecordedOptions, 'attachElsewhere' | 'keepAlternatives'>;
  readonly kernel: KernelDescription;
}

export function makeHeader(plan: Plan, script: RecordedScript, version: string): string {
  const layouts = recordLayouts(plan);
  const lists = new Map<string, number>();
  const reads: (readonly RecordedRead[])[] = [];
  const probes = plan.probes.map((planned) => {
    const { probe } = planned;
    const described = { point: probe.pointText, kind: probe.point.kind };
    if (planned.placement !== 'streamed') return described;
    const list = planned.fields.map(({ key, type }, index): RecordedRead => {
      const size = layouts.get(probe.id)?.fields[index]?.size ?? 8;
      return type === 'string' ? { key, type, size } : { key, type };
    });
    const text = JSON.stringify(list);
    let place = lists.get(text);
    if (place === undefined) {
      place = reads.push(list) - 1;
      lists.set(text, place);
    }
    return { ...described, reads: place };
  });
  const header: RecordingHeader = {
    stsx: 'recording',
    version: recordingVersion,
    made: version,
    script: { name: script.source.name, sha256: scriptHash(script.source.text) },
    options: { ...recordedOptions(script.options), ...script.front },
    kernel: script.kernel,
    probes,
    reads,
  };
  return asciiJson(header);
}

/** `text` is a byte string. */
export function scriptHash(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}

function recordedOptions(options: SessionOptions): Omit<RecordedOptions, keyof RecordedScript['front']> {
  const { guru, unoptimized, suppressWarnings, suppressHandlerErrors, showUnreadGlobals } = options;
  return {
    arguments: options.arguments,
    defines: Object.fromEntries(options.defines),
    globals: Object.fromEntries(options.globals),
    guru,
    unoptimized,
    suppressWarnings,
    suppressHandlerErrors,
    showUnreadGlobals,
  };
}

/** Byte strings keep their bytes whatever the file's encoding is taken for. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
