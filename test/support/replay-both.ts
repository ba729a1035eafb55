/** A recording on both engines, in this process: what each printed, and what was wrong with the recording. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { buildReplay } from '../../src/cli/build-replay.ts';
import { openReplay } from '../../src/cli/open-replay.ts';
import { RecordingProblem } from '../../src/6-run/recording/recording-problem.ts';
import { replayOnReference } from '../../src/6-run/recording/replay-on-reference.ts';
import { Report } from '../../src/diagnostics/report.ts';

export interface Replayed {
  readonly output: string;
  readonly status: number | null;
  /** `:LINE: MESSAGE` behind the file's name, or the message alone. */
  readonly problems: readonly string[];
}

export class ReplayFolder {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  onReference(script: string, recording: string): Replayed {
    const { replay, report, events } = this.open(script, recording);
    let output = '';
    let status: number | null = 1;
    try {
      if (replay) {
        const listener = { write: (bytes: string) => void (output += bytes), writeError: () => undefined };
        const { program, options, lines } = replay;
        ({ status } = replayOnReference(program, options, replay.recording, lines, listener));
      }
    } catch (problem) {
      if (!(problem instanceof RecordingProblem)) throw problem;
      problem.addTo(report);
    }
    return { output, status, problems: problemsOf(report, events) };
  }

  async onLibbpf(script: string, recording: string): Promise<Replayed> {
    const { replay, report, events } = this.open(script, recording);
    replay?.lines.close();
    const path = replay && (await buildReplay(replay, 'script', report));
    if (path === undefined) return { output: '', status: 1, problems: problemsOf(report, events) };
    const { stdout, stderr, status } = spawnSync(path, ['--replay', events], { encoding: 'latin1' });
    const problems = stderr.split('\n').filter((line) => line.startsWith(`ERROR: ${events}`));
    return { output: stdout, status, problems: problems.map((line) => line.replace(`ERROR: ${events}`, '')) };
  }

  private open(script: string, recording: string) {
    const [path, events] = [join(this.folder, 'script.stp'), join(this.folder, 'events.jsonl')];
    writeFileSync(path, script, 'latin1');
    writeFileSync(events, recording, 'latin1');
    const report = new Report();
    const request = { events, libraryFolders: [], verbosity: 0 };
    return { replay: openReplay({ kind: 'path', path }, request, report), report, events };
  }
}

function problemsOf(report: Report, events: string): readonly string[] {
  return report.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message.replaceAll(events, ''));
}

/** The recording with the sum that the recorder would have written. */
export function withSum(recording: string): string {
  const end = recording.lastIndexOf('}}');
  const head = recording.slice(0, end);
  const sum = crc32(Buffer.from(head, 'latin1')).toString(16).padStart(8, '0');
  return `${head},"sum":"${sum}"}}\n`;
}
