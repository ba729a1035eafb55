/**
 * `npm run mutants -- [TEXT…]`: whether the tests would notice. Applies each deliberate fault of test/mutants/mutants.json, in turn and alone, to
 * a copy of the tree and runs the tests that have to fail then. TEXT picks faults by a part of their description. Ends with status 1 if a
 * fault survives, cannot be applied or does not build, or if the tests fail without any.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { suites, mutants } = JSON.parse(readFileSync(`${root}test/mutants/mutants.json`, 'utf8'));
const wanted = process.argv.slice(2);
const chosen = mutants.filter(
  ({ fault }) => wanted.length === 0 || wanted.some((text) => fault.includes(text)),
);
if (chosen.length === 0) {
  console.error(`no fault has ${wanted.join(' or ')} in its description`);
  process.exit(2);
}

const copy = mkdtempSync(join(tmpdir(), 'stsx-mutants-'));
let bad = 0;
try {
  copyTree();
  for (const suite of new Set(chosen.map((mutant) => mutant.suite))) {
    if (!build()) throw new Error('the tree does not build');
    const { failed, passed } = run(suite);
    if (failed > 0 || passed === 0)
      throw new Error(`${suite}: ${failed} fail and ${passed} pass without any fault`);
  }
  for (const mutant of chosen) {
    const verdict = tryOut(mutant);
    if (verdict !== 'caught') bad++;
    console.log(`${verdict.padEnd(14)} ${mutant.fault} (${mutant.file}, by ${mutant.suite})`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  bad++;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${chosen.length - Math.min(bad, chosen.length)} of ${chosen.length} faults caught`);
process.exitCode = bad === 0 ? 0 : 1;

/** What git tracks, as it is in the working tree. */
function copyTree() {
  const files = execFileSync('git', ['-C', root, 'ls-files', '-z'], { encoding: 'utf8' }).split('\0');
  for (const file of files.filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(`${root}node_modules`, `${copy}/node_modules`);
}

function tryOut({ file, from, to, suite }) {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) return 'does not apply';
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  try {
    if (!build()) return 'does not build';
    return run(suite).failed > 0 ? 'caught' : 'SURVIVED';
  } finally {
    writeFileSync(path, text);
  }
}

function build() {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], {
    cwd: copy,
    encoding: 'utf8',
  });
  return status === 0 && !stderr.includes('could not be built');
}

function run(suite) {
  const results = join(copy, 'results.json');
  rmSync(results, { force: true });
  const words = ['node_modules/vitest/vitest.mjs', 'run', ...suites[suite]];
  spawnSync(process.execPath, [...words, '--reporter=json', `--outputFile=${results}`], {
    cwd: copy,
    stdio: 'ignore',
    // A build of the unchanged program in the cache is no answer.
    env: { ...process.env, STSX_CACHE: join(copy, 'cache') },
  });
  try {
    const { numFailedTests, numFailedTestSuites, numPassedTests } = JSON.parse(readFileSync(results, 'utf8'));
    return { failed: Math.max(numFailedTests, numFailedTestSuites), passed: numPassedTests };
  } catch {
    // Vitest itself did not get to its end.
    return { failed: 1, passed: 0 };
  }
}
