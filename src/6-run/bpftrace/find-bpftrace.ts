/** The machine's bpftrace. In: a search path. Out: where it is and which version, or why it cannot be used, in the report. */
import { execFileSync } from 'node:child_process';
import { dialectOf, oldestVersion, type Dialect } from '../../../targets/bpftrace/dialects.ts';
import type { Report } from '../../diagnostics/report.ts';
import { bpftraceInstall } from '../../kernel/machine/bpftrace-install.ts';
import { findTool } from '../find-tool.ts';

export interface FoundBpftrace {
  readonly path: string;
  readonly dialect: Dialect;
}

/** Undefined: there is none, or one that stsx does not write for; nothing is reported. */
export function installedDialect(searchPath: string): Dialect | undefined {
  const tool = findTool(['bpftrace'], searchPath);
  return tool && dialectOf(versionOf(tool.path) ?? '');
}

/** `wanted`: the version to take it for, which it then is not asked. */
export function findBpftrace(
  searchPath: string,
  install: string,
  wanted: string | undefined,
  report: Report,
): FoundBpftrace | undefined {
  const tool = findTool(['bpftrace'], searchPath);
  if (!tool) {
    report.add('STSX6050', undefined, { install: bpftraceInstall(install) });
    return undefined;
  }
  const version = wanted ?? versionOf(tool.path);
  const dialect = version === undefined ? undefined : dialectOf(version);
  if (!dialect) {
    report.add('STSX6051', undefined, {
      path: tool.path,
      version: version ?? 'of an unknown version',
      oldest: oldestVersion,
    });
    return undefined;
  }
  return { path: tool.path, dialect };
}

/** For `stsx doctor`. */
export function judgeBpftrace(said: string): { readonly serves: boolean; readonly detail: string } {
  const dialect = dialectOf(versionIn(said) ?? '');
  return dialect
    ? { serves: true, detail: `.bt files are written for ${dialect.version}` }
    : { serves: false, detail: `stsx writes for ${oldestVersion} and later` };
}

/** `bpftrace v0.17.0`; undefined: it says nothing of the kind. */
function versionIn(said: string): string | undefined {
  return /\bv?(\d+\.\d+(?:\.\d+)?)/.exec(said)?.[1];
}

function versionOf(path: string): string | undefined {
  try {
    const text = execFileSync(path, ['--version'], {
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    return versionIn(text);
  } catch {
    return undefined;
  }
}
