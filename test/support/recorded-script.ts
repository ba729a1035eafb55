/**
 * Recordings as text, made without a run: a script compiled as `run --record` compiles it, against a described kernel, and lines behind the
 * header that say what happened.
 */
import { kernelCapabilities } from '../../targets/libbpf/capabilities.ts';
import { makeHeader } from '../../src/6-run/recording/make-header.ts';
import type { RecordingHeader } from '../../src/6-run/recording/recording-format.ts';
import { readLibrary } from '../../src/cli/read-library.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { Report } from '../../src/diagnostics/report.ts';
import { describingKernel } from '../../src/kernel/described/describing-kernel.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { packageRoot } from '../../src/package-root.ts';
import { compileScript } from '../../src/pipeline.ts';
import type { Plan } from '../../src/5-split/plan.ts';
import type { SessionOptions } from '../../src/session-options.ts';
import { sharedLibrary } from '../../src/shared-library.ts';
import { sourceFile } from '../../src/source/source.ts';
import { optionsOf } from './compile-text.ts';
import { fakeKernel } from './fake-kernel.ts';

export interface RecordedScript {
  readonly plan: Plan;
  readonly header: RecordingHeader;
  readonly headerLine: string;
}

const anyKernel = fakeKernel({ config: { CONFIG_HZ: '250', CONFIG_X86_64: 'y' } });

export function recordedScript(
  name: string,
  text: string,
  options: SessionOptions = optionsOf([], []),
  inner: Kernel = anyKernel,
): RecordedScript {
  const report = new Report();
  const { kernel, description } = describingKernel(inner);
  const source = sourceFile(name, text);
  const files = readLibrary(`${packageRoot}src/tapset`, [], kernel);
  const { plan } = compileScript(
    {
      source,
      options,
      kernel,
      library: sharedLibrary(files, kernel, options),
      capabilities: kernelCapabilities,
      attachElsewhere: true,
      depth: 'place',
      events: 'recorded',
    },
    report,
  );
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  if (!plan) throw new Error(renderDiagnostics(errors, { color: false, all: true }));
  const script = {
    source,
    options,
    front: { attachElsewhere: true, keepAlternatives: false },
    kernel: description(plan.program.probes.map(({ point }) => point)),
  };
  const headerLine = makeHeader(plan, script, 'test');
  return { plan, headerLine, header: JSON.parse(headerLine) as RecordingHeader };
}

/** The whole file; numbers are put in, and the start line. */
export function recordingText(headerLine: string, steps: readonly object[]): string {
  const start = { start: { release: '6.1', time: 1, realtime: '1709210096000000000', target: 0 } };
  const lines = [start, ...steps].map((step, index) => JSON.stringify({ n: index + 1, ...step }));
  return [headerLine, ...lines, ''].join('\n');
}
