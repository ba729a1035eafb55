/** A recording that cannot be replayed: it knows how to say why. */
import type { Report } from '../../diagnostics/report.ts';

export class RecordingProblem extends Error {
  readonly addTo: (report: Report) => void;

  constructor(addTo: (report: Report) => void) {
    super('the recording cannot be replayed');
    this.addTo = addTo;
  }
}

export function malformed(path: string, line: number, reason: string): RecordingProblem {
  return new RecordingProblem((report) => {
    report.add('STSX6030', undefined, { path, line, reason });
  });
}
