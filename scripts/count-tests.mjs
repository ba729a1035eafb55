/**
 * Adds up Vitest's JSON results of a folder and prints `N passed, N failed, N skipped`. A failed step that is no failed test counts as one, so
 * that the line never says "0 failed" over a broken build. node scripts/count-tests.mjs FOLDER FAILED-STEPS; its status is 1 when something failed.
 */
import { readFileSync, readdirSync } from 'node:fs';

const [folder = '.', failedSteps = '0'] = process.argv.slice(2);
let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const result = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  skipped += result.numPendingTests + result.numTodoTests;
}
if (passed + failed === 0) failed = 1;
failed = Math.max(failed, Number(failedSteps));
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
