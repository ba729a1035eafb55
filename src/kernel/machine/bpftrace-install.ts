/** The command that installs bpftrace, from the one for what building takes: bpftrace is not among that, and its package has its name everywhere. */
export function bpftraceInstall(installCommand: string): string {
  return installCommand.replace(/\bclang\b.*$/, 'bpftrace');
}
