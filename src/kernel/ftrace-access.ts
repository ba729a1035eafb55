/**
 * Whether ftrace lets anybody in: some kernels have it built in and refuse its use, fentry and kprobe.multi with it, which shows
 * when its list of functions is read. Where tracefs is not mounted it is mounted for one command in a mount
 * namespace of its own, so that nothing is left behind.
 */
import type { Host } from './host.ts';

const list = 'available_filter_functions';
const usualFolder = '/sys/kernel/tracing';

const look = [
  `mount -t tracefs none ${usualFolder} || exit 1`,
  `if [ ! -e ${usualFolder}/${list} ]; then echo absent`,
  `elif read -r line <${usualFolder}/${list}; then echo open`,
  `else echo closed; fi`,
].join('\n');

/** `unknown`: this process may not look. */
export function ftraceAccess(host: Host): 'open' | 'closed' | 'absent' | 'unknown' {
  const folder = tracefsFolder(host);
  if (folder !== undefined) {
    switch (host.readFailure(`${folder}/${list}`)) {
      case undefined:
        return 'open';
      case 'EPERM':
        return 'closed';
      case 'ENOENT':
        return 'absent';
      default:
        return 'unknown';
    }
  }
  const answer = host.run('unshare', ['-m', 'sh', '-c', look])?.trim();
  return answer === 'open' || answer === 'closed' || answer === 'absent' ? answer : 'unknown';
}

function tracefsFolder(host: Host): string | undefined {
  return /^\S+ (\S+) tracefs /m.exec(host.readText('/proc/mounts') ?? '')?.[1];
}
