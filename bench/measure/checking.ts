/** Cold processes that check scripts: one small one, and all example scripts that SystemTap's documentation has. */
import { existsSync, readdirSync } from 'node:fs';
import { nettop, peakMemoryOf, secondsOf, stsxCommand, times } from '../machine.ts';
import { Unavailable, type Measurement } from '../row.ts';

/** Where Debian's package systemtap-doc has them, and where SystemTap's own installation. */
const folders = [
  '/usr/share/systemtap/examples',
  '/usr/share/doc/systemtap-doc/examples',
  '/usr/local/share/systemtap/examples',
];

function exampleScripts(): readonly string[] {
  const folder = folders.find(existsSync);
  if (folder === undefined)
    throw new Unavailable('there are no SystemTap examples (Debian package systemtap-doc)');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.stp'))
    .map((name) => `${folder}/${name}`);
}

export const checking: readonly Measurement[] = [
  {
    name: 'check nettop.stp, a cold process',
    async measure() {
      const figure = await times(9, () => secondsOf(stsxCommand('check', nettop)));
      const node = await times(9, () => secondsOf({ program: process.execPath, words: ['-e', '0'] }));
      return [
        { name: this.name, figure, unit: 's', limit: 0.25, peer: { name: 'node alone', figure: node } },
      ];
    },
  },
  {
    name: 'check systemtap-doc’s examples, one process',
    async measure() {
      const scripts = exampleScripts();
      // Some of them cannot be placed on this kernel, so the status says nothing here.
      const { seconds, bytes } = await peakMemoryOf(stsxCommand('check', ...scripts));
      return [
        { name: `${this.name}: ${scripts.length} scripts`, figure: seconds, unit: 's', limit: 5 },
        { name: `${this.name}: memory`, figure: bytes, unit: 'bytes', limit: 300e6 },
      ];
    },
  },
];
