/** The replay build of an open recording: the script as it is planned for a live run, with events from the recording. Out: the program's path. */
import { noProgramOptions } from '../../targets/libbpf/program-options.ts';
import { LacksRead } from '../../targets/libbpf/kernel/emit-recorded.ts';
import type { EventUse } from '../../targets/libbpf/recording.ts';
import { build } from '../6-run/build.ts';
import type { RecordingHeader } from '../6-run/recording/recording-format.ts';
import type { Report } from '../diagnostics/report.ts';
import { buildOptions } from './build-options.ts';
import type { Replay } from './open-replay.ts';
import { version } from './version.ts';

export async function buildReplay(
  { plan, header, lines, options }: Pick<Replay, 'plan' | 'header' | 'lines' | 'options'>,
  name: string,
  report: Report,
): Promise<string | undefined> {
  const { suppressHandlerErrors, suppressWarnings } = options;
  const program = { ...noProgramOptions, suppressHandlerErrors, suppressWarnings };
  const events: EventUse = { kind: 'replayed', reads: readsOf(header) };
  try {
    return (await build(plan, name, { ...buildOptions(program), events }, report))?.path;
  } catch (problem) {
    if (!(problem instanceof LacksRead)) throw problem;
    const { difference } = problem;
    report.add('STSX6037', undefined, { path: lines.path, version, difference, made: header.made });
    return undefined;
  }
}

function readsOf({ probes, reads }: RecordingHeader) {
  return probes.map(({ reads: place }) => (place === undefined ? undefined : reads[place]));
}
