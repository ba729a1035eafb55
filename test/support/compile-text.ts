/**
 * A script through all passes against a described kernel, so that tests give the same on every machine. In: text, name and stap-spelt
 * options. Out: what the passes made, and the report.
 */
import { Command } from 'commander';
import { kernelCapabilities } from '../../targets/libbpf/capabilities.ts';
import { toBytes } from '../../src/cli/bytes.ts';
import { readLibrary } from '../../src/cli/read-library.ts';
import {
  addRunOptions,
  addScriptOptions,
  sessionOptions,
  type SessionFlags,
} from '../../src/cli/session-flags.ts';
import { Report } from '../../src/diagnostics/report.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { packageRoot } from '../../src/package-root.ts';
import { compileScript, type Compilation, type Depth } from '../../src/pipeline.ts';
import type { SessionOptions } from '../../src/session-options.ts';
import { sharedLibrary } from '../../src/shared-library.ts';
import { sourceFile } from '../../src/source/source.ts';
import { fakeKernel } from './fake-kernel.ts';

const kernel = fakeKernel({ config: { CONFIG_HZ: '250', CONFIG_X86_64: 'y' } });
const libraryFiles = readLibrary(`${packageRoot}src/tapset`, [], kernel);

export interface CompiledText extends Compilation {
  readonly report: Report;
}

/** `text` is a byte string. */
export function compileText(
  name: string,
  text: string,
  options: SessionOptions = optionsOf([], []),
  depth: Depth = 'place',
  onKernel: Kernel = kernel,
): CompiledText {
  const report = new Report();
  const input = {
    source: sourceFile(name, text),
    options,
    kernel: onKernel,
    library: sharedLibrary(libraryFiles, onKernel, options),
    capabilities: kernelCapabilities,
    attachElsewhere: true,
    depth,
  };
  return { ...compileScript(input, report), report };
}

/** `-D NAME=VALUE` and the like, as on a command line. */
export function optionsOf(flags: readonly string[], scriptArguments: readonly string[]): SessionOptions {
  const command = addRunOptions(addScriptOptions(new Command())).exitOverride();
  command.parse([...flags], { from: 'user' });
  return sessionOptions(command.opts<SessionFlags>(), scriptArguments.map(toBytes), 0);
}
