/**
 * The whole pipeline over damaged scripts: each ends in a verdict, never in an exception, and none takes long. `STSX_PROPERTY_RUNS` asks
 * for more of them.
 */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLibrary } from '../../src/cli/read-library.ts';
import { Report } from '../../src/diagnostics/report.ts';
import { packageRoot } from '../../src/package-root.ts';
import { compileScript } from '../../src/pipeline.ts';
import type { SessionOptions } from '../../src/session-options.ts';
import { sharedLibrary } from '../../src/shared-library.ts';
import { sourceFile } from '../../src/source/source.ts';
import { kernelCapabilities } from '../../targets/libbpf/capabilities.ts';
import { fakeKernel } from '../support/fake-kernel.ts';
import { damageOf, sampleScripts } from '../support/fuzz/damaged-script.ts';
import { referenceCases } from '../support/reference-cases.ts';

const runs = Number(process.env['STSX_PROPERTY_RUNS'] ?? 300);

const options: SessionOptions = {
  arguments: ['one', '2', '"'],
  defines: new Map(),
  globals: new Map(),
  libraryFolders: [],
  guru: false,
  command: undefined,
  targetPid: undefined,
  timeoutSeconds: undefined,
  outputFile: undefined,
  suppressWarnings: false,
  suppressHandlerErrors: false,
  showUnreadGlobals: true,
  unoptimized: false,
  verbosity: 0,
};
const kernel = fakeKernel();
const library = sharedLibrary(readLibrary(`${packageRoot}src/tapset`, [], kernel), kernel, options);

const network = ['nettop', 'dropwatch', 'tcp_connections', 'socket-trace', 'tcpdumplike'].map((name) =>
  readFileSync(`${packageRoot}scripts-stp/network/${name}.stp`, 'latin1'),
);
/** Events of all kinds that the small kernel has, with what handlers do with them. */
const handlers = [
  'global a, s, h probe kernel.trace("net_dev_queue") { if ($skb->len > 3) a[execname(), pid()]++; s <<< $skb->len; n = kernel_string($skb->dev->name); h[n] .= sprintf("%s %d", pp(), $skb->protocol) } probe end { foreach ([x, y] in a- limit 3) println(x, y, a[x, y]); print(@hist_log(s)) }',
  'function f(x) { return x > 0 ? f(x - 1) + 1 : @cast(x, "sk_buff")->len } function g:string(s) { if (s == "") next; return s . s } probe kernel.function("netif_*").return? { try { println(f(@entry($skb)), g(execname())) } catch (e) { error(e) } } probe timer.ms(3) { for (i = 0; i < 3; i++) if (i == 2) continue; else break }',
  'probe al = kernel.trace("net_dev_queue")!, kernel.trace("*") { size = $skb->len; dev = kernel_string($skb->dev->name) } probe al { b[dev] <<< size; d = d < size ? size : d; if (dev =~ "e(t|n)h?[0-9]+") printf("%-5s|%5.3d|%x %c\\n", matched(1), size, -size, 65) } global b, d probe begin { delete b; exit() }',
];
const corpus = [...sampleScripts, ...network, ...handlers, ...referenceCases.map(({ script }) => script)];

function compile(text: string): Report {
  const report = new Report();
  const source = sourceFile('t.stp', text);
  const settings = { kernel, library, capabilities: kernelCapabilities, attachElsewhere: true };
  const { plan } = compileScript(
    { source, options, ...settings, keepAlternatives: false, depth: 'place' },
    report,
  );
  expect(plan === undefined).toBe(report.hasErrors);
  return report;
}

test('scripts that no one has damaged get through', () => {
  for (const script of handlers) {
    expect(compile(script).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});

test('damaged scripts end in a verdict, and soon', { timeout: 7_200_000 }, () => {
  let longest = { seconds: 0, text: '' };
  const verdict = (text: string): void => {
    const start = process.cpuUsage();
    compile(text);
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (seconds > longest.seconds) longest = { seconds, text };
  };
  fc.assert(fc.property(damageOf(corpus), verdict), { numRuns: runs });
  if (process.env['STSX_PROPERTY_RUNS'] !== undefined)
    console.log(`the slowest of ${runs}: ${longest.seconds} s, ${longest.text}`);
});
