/** The options of a run as the built program takes them on its own command line, so that one build serves them all. */
import type { SessionOptions } from '../session-options.ts';

export function programArguments(options: SessionOptions): readonly string[] {
  const { command, targetPid, timeoutSeconds, outputFile, recordFile, bufferMegabytes, sessionName } =
    options;
  return [
    ...(command === undefined ? [] : ['-c', command]),
    ...(targetPid === undefined ? [] : ['-x', String(targetPid)]),
    ...(timeoutSeconds === undefined ? [] : ['-T', String(timeoutSeconds)]),
    ...(sessionName === undefined ? [] : ['-m', sessionName]),
    ...(outputFile === undefined ? [] : ['-o', outputFile]),
    ...(recordFile === undefined ? [] : ['--record', recordFile]),
    ...(bufferMegabytes === undefined ? [] : ['-s', String(bufferMegabytes)]),
    ...(options.suppressWarnings ? ['-w'] : []),
    ...(options.suppressHandlerErrors ? ['--suppress-handler-errors'] : []),
    ...Array.from({ length: options.verbosity }, () => '-v'),
  ];
}
