/** The configuration the kernel was built with: /proc/config.gz, or where distributions keep it. */
import { gunzipSync } from 'node:zlib';
import type { Host } from './host.ts';

const packed = '/proc/config.gz';
const plain = (release: string): readonly string[] => [
  `/boot/config-${release}`,
  `/lib/modules/${release}/config`,
  `/usr/lib/modules/${release}/config`,
  `/lib/modules/${release}/build/.config`,
];

/** Its text; undefined: this kernel does not tell. */
export function readKernelConfig(host: Host): string | undefined {
  const bytes = host.readBytes(packed);
  if (bytes !== undefined) return gunzipSync(bytes).toString('latin1');
  for (const path of plain(host.release)) {
    const text = host.readText(path);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** "y", "m", a number or a string without its quotes; undefined: not set. The `CONFIG_` may be left out. */
export function configValue(config: string, name: string): string | undefined {
  const key = `\n${name.startsWith('CONFIG_') ? name : `CONFIG_${name}`}=`;
  const at = `\n${config}`.indexOf(key);
  if (at === -1) return undefined;
  const from = at + key.length - 1;
  const end = config.indexOf('\n', from);
  const value = config.slice(from, end === -1 ? undefined : end);
  return /^".*"$/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}
