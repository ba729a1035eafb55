/** What a script's program is called: the script's file name without folder and suffix, in letters that file names and C bear. */
import type { ScriptOrigin } from './read-script.ts';

export function programName(origin: ScriptOrigin): string {
  if (origin.kind === 'text' || origin.path === '-') return 'script';
  const file = origin.path.slice(origin.path.lastIndexOf('/') + 1).replace(/\.stp$/, '');
  const name = file.replace(/[^\w-]+/g, '_').replace(/^-+/, '');
  return name === '' ? 'script' : name;
}
