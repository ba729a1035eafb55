/**
 * Makes src/kernel/source-files/functions.index from the debuginfo of Debian's kernels. One package at a time: each takes some
 * 350 MB to download and 2 GB unpacked, and is deleted before the next.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { packageRoot } from '../../src/package-root.ts';
import { indexPath } from '../../src/kernel/source-files/packaged-index.ts';
import { debianSuite } from './debian-suite.ts';
import { encodeIndex, type SeenFunction, type SeenKernel } from './encode-index.ts';
import { readFunctions } from './read-functions.ts';

/** The packages of the cloud flavour are a third of the others', and lack only drivers. */
const kernelPackage = 'linux-image-cloud-amd64-dbg';
const suites = ['bookworm', 'trixie', 'testing'];

/** The size that the index may have in the package. */
const mostBytes = 1_000_000;

const folder = mkdtempSync(`${tmpdir()}/source-index-`);
try {
  const reader = buildReader();
  const kernels = suites.map((suite) => seenKernel(reader, suite));
  const bytes = encodeIndex(kernels);
  if (bytes.length > mostBytes) throw new Error(`the index has ${bytes.length} bytes`);
  writeFileSync(`${packageRoot}${indexPath}`, bytes);
  console.log(`${indexPath}: ${bytes.length} bytes`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function buildReader(): string {
  const source = `${packageRoot}scripts/source-index/function-files.c`;
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror'];
  execFileSync('cc', [...flags, '-o', `${folder}/function-files`, source, '-ldw', '-lelf'], {
    stdio: 'inherit',
  });
  return `${folder}/function-files`;
}

function seenKernel(reader: string, suite: string): SeenKernel {
  const place = `${folder}/${suite}`;
  const packages = debianSuite(suite, `${place}/apt`);
  const { name, version } = packages.dependency(kernelPackage, /^linux-image-.*-dbg /);
  console.log(`${suite}: ${name} ${version}`);
  const functions: SeenFunction[] = [...readFunctions(reader, packages.download(name), `${place}/unpacked`)];
  rmSync(place, { recursive: true });
  const own = functions.filter(({ module }) => module === undefined).length;
  if (own === 0 || own === functions.length) throw new Error(`${name} lacks the kernel or its modules`);
  console.log(`${suite}: ${functions.length} functions`);
  return { version: version.replace(/-.*$/, ''), functions };
}
