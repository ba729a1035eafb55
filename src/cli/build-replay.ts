/** The replay build of an open recording: the script as it is planned for a live run, with events from the recording. Out: the program's path. */
import { noProgramOptions } from '../../targets/libbpf/program-options.ts';
import type { EventUse } from '../../targets/libbpf/recording.ts';
import { build } from '../6-run/build.ts';
import type { RecordingHeader } from '../6-run/recording/recording-format.ts';
import type { Report } from '../diagnostics/report.ts';
import { buildOptions } from './build-options.ts';
import type { Replay } from './open-replay.ts';

export async function buildReplay(
  { plan, header, options }: Pick<Replay, 'plan' | 'header' | 'options'>,
  name: string,
  report: Report,
): Promise<string | undefined> {
  const { suppressHandlerErrors, suppressWarnings } = options;
  const program = { ...noProgramOptions, suppressHandlerErrors, suppressWarnings };
  const events: EventUse = { kind: 'replayed', reads: readsOf(header) };
  return (await build(plan, name, { ...buildOptions(program), events }, report))?.path;
}

function readsOf({ probes, reads }: RecordingHeader) {
  return probes.map(({ reads: place }) => (place === undefined ? undefined : reads[place]));
}
