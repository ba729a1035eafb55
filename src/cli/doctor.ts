/** Prints what describeMachine finds. Status 0: scripts that probe this kernel run here, if not with every kind of probe. */
import { judgeBpftrace } from '../6-run/bpftrace/find-bpftrace.ts';
import { cacheFolder } from '../6-run/cache-folder.ts';
import { installCommand } from '../6-run/install-command.ts';
import { thisHost, type Host } from '../kernel/host.ts';
import { describeMachine } from '../kernel/machine/describe-machine.ts';
import type { MachineRow } from '../kernel/machine/machine-row.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';

const groupTitles = {
  kernel: 'This kernel',
  attach: 'What probes can attach to',
  tools: 'This machine',
} as const;

const marks: Readonly<Record<MachineRow['state'], string>> = {
  ok: 'ok',
  limited: 'limited',
  missing: 'missing',
};

export function doctor(format: 'text' | 'json', host: Host = thisHost()): ExitStatus {
  const rows = describeMachine({
    host,
    installCommand: installCommand(host.readText('/etc/os-release') ?? ''),
    cacheFolder: cacheFolder((name) => host.environment(name)),
    judgeBpftrace,
  });
  // A kind of probe that a kernel lacks is that kernel's way; nothing is broken.
  const fit = rows.every(({ group, state }) => group === 'attach' || state !== 'missing');
  process.stdout.write(format === 'json' ? `${JSON.stringify({ ok: fit, rows })}\n` : asText(rows, fit));
  return fit ? exitStatus.success : exitStatus.refused;
}

function asText(rows: readonly MachineRow[], fit: boolean): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const lines: string[] = [];
  for (const group of ['kernel', 'attach', 'tools'] as const) {
    lines.push(groupTitles[group]);
    for (const { what, state, detail, remedy } of rows.filter((row) => row.group === group)) {
      lines.push(`  ${marks[state].padEnd(7)}  ${what.padEnd(width)}  ${detail}`);
      if (remedy !== undefined) lines.push(`  ${' '.repeat(7 + width)}  -> ${remedy}`);
    }
    lines.push('');
  }
  lines.push(
    fit
      ? 'Scripts that probe this kernel run here.'
      : 'Scripts that probe the kernel do not run here yet: see what is missing.',
  );
  return `${lines.join('\n')}\n`;
}
