/** A machine made of a table of files, for tests of what src/kernel reads. */
import { gzipSync } from 'node:zlib';
import type { Host } from '../../../src/kernel/host.ts';

export interface HostDescription {
  readonly release?: string;
  readonly architecture?: string;
  /** Text or bytes by path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Error names of files that are there and cannot be read. */
  readonly failures?: Readonly<Record<string, string>>;
  /** Output of commands, spelt as on a command line, or the start of one. */
  readonly commands?: Readonly<Record<string, string>>;
  readonly readOnly?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export function describedHost(description: HostDescription): Host {
  const files = description.files ?? {};
  const failures = description.failures ?? {};
  const paths = [...Object.keys(files), ...Object.keys(failures)];
  const bytes = (path: string): Uint8Array | undefined => {
    const content = files[path];
    return typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  };
  return {
    release: description.release ?? '6.12.0',
    architecture: description.architecture ?? 'x64',
    readBytes: bytes,
    readText: (path) => {
      const content = bytes(path);
      return content === undefined ? undefined : Buffer.from(content).toString('latin1');
    },
    readFailure: (path) => failures[path] ?? (files[path] === undefined ? 'ENOENT' : undefined),
    exists: (path) => path === '/' || paths.some((one) => one === path || one.startsWith(`${path}/`)),
    isWritable: (path) => !(description.readOnly ?? []).includes(path),
    list: (folder) => [
      ...new Set(
        paths
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
      ),
    ],
    run: (command, args) => {
      const line = [command, ...args].join(' ');
      const found = Object.entries(description.commands ?? {}).find(([start]) => line.startsWith(start));
      return found?.[1];
    },
    environment: (name) => description.environment?.[name],
    filePath: (path) => (files[path] === undefined ? undefined : path),
    isExecutable: (path) => files[path] !== undefined,
  };
}

/** As /proc/config.gz. */
export function packedConfig(options: Readonly<Record<string, string>>): Uint8Array {
  const lines = Object.entries(options).map(([name, value]) => `CONFIG_${name}=${value}`);
  return gzipSync(`# Linux\n${lines.join('\n')}\n# CONFIG_LAST is not set\n`);
}
