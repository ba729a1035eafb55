/**
 * The kernel this machine runs, read from /sys and /proc. Nothing is read before it is asked for, and nothing twice: opening BTF and
 * answering the few questions of a script takes some 20 ms, a script that probes no kernel pays nothing.
 */
import { architectureOf } from './architecture.ts';
import { Btf, MalformedBtf } from './btf/btf.ts';
import { typesOf, type Image } from './btf/types-of.ts';
import { functionNames } from './function-names.ts';
import { thisHost, type Host } from './host.ts';
import { installedPrograms } from './elf/installed-programs.ts';
import { configValue, readKernelConfig } from './kernel-config.ts';
import { kernelFeatures } from './kernel-features.ts';
import type { Kernel, KernelFeatures, KernelTypes } from './kernel.ts';
import { packagedIndex } from './source-files/packaged-index.ts';

const btfFolder = '/sys/kernel/btf';

export function runningKernel(host: Host = thisHost()): Kernel {
  const architecture = architectureOf(host.architecture);
  const configText = once(() => readKernelConfig(host));
  const types = once(() => readTypes(host, architecture.wordSize));
  const names = once(() => functionNames(host.readText('/proc/kallsyms') ?? ''));
  const sourceFiles = once(() => packagedIndex(host.release));
  const config = (name: string): string | undefined => {
    const text = configText();
    return text === undefined ? undefined : configValue(text, name);
  };
  const features = once((): KernelFeatures =>
    kernelFeatures({
      host,
      get hasConfig() {
        return configText() !== undefined;
      },
      config,
      // Whether it can be read shows when it is; that takes longer than this question may.
      hasBtf: host.exists(`${btfFolder}/vmlinux`),
      hasFunction: (name) => types()?.function(name) !== undefined,
    }),
  );
  return {
    release: host.release,
    architecture: architecture.name,
    config,
    get types() {
      return types();
    },
    get features() {
      return features();
    },
    functionNames: names,
    get sourceFiles() {
      return sourceFiles();
    },
    programs: installedPrograms(host),
  };
}

/** Undefined: no BTF, or none that can be read. */
function readTypes(host: Host, wordSize: number): KernelTypes | undefined {
  const kernel = readImage(host, 'vmlinux', undefined);
  if (kernel === undefined) return undefined;
  return typesOf(kernel, wordSize, () => {
    const modules: Image[] = [];
    for (const name of host.list(btfFolder)) {
      const btf = name === 'vmlinux' ? undefined : readImage(host, name, kernel);
      if (btf !== undefined) modules.push({ name, btf });
    }
    return modules;
  });
}

function readImage(host: Host, name: string, base: Btf | undefined): Btf | undefined {
  const bytes = host.readBytes(`${btfFolder}/${name}`);
  if (bytes === undefined) return undefined;
  try {
    return new Btf(bytes, base);
  } catch (error) {
    if (error instanceof MalformedBtf) return undefined;
    throw error;
  }
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}
