/** Prints the machine checks. Status 0: scripts that probe this kernel run here. */
import { thisHost, type Host } from '../kernel/host.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { runningKernel } from '../kernel/running-kernel.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import { machineChecks, type Finding, type MachineCheck } from './machine-checks.ts';

const groupTitles = {
  machine: 'This machine',
  kernel: 'This kernel',
  attach: 'What probes can attach to',
} as const;

interface Answer extends Finding {
  readonly check: MachineCheck;
}

export function doctor(format: 'text' | 'json', host: Host = thisHost()): ExitStatus {
  const kernel = runningKernel(host);
  const answers = machineChecks.map((check): Answer => ({ check, ...answerOf(check, kernel, host) }));
  const fit = answers.every(({ ok, check }) => ok || !check.required);
  process.stdout.write(
    format === 'json' ? `${JSON.stringify(asJson(answers, fit))}\n` : asText(answers, fit),
  );
  return fit ? exitStatus.success : exitStatus.refused;
}

/** A check that throws is a finding too: doctor is what a person runs when things are broken. */
function answerOf(check: MachineCheck, kernel: Kernel, host: Host): Finding {
  try {
    return check.look(kernel, host);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function asJson(answers: readonly Answer[], fit: boolean): unknown {
  return {
    ok: fit,
    checks: answers.map(({ check, ok, detail, mend }) => ({
      name: check.name,
      group: check.group,
      required: check.required,
      ok,
      detail,
      mend,
    })),
  };
}

function asText(answers: readonly Answer[], fit: boolean): string {
  const width = Math.max(...answers.map(({ check }) => check.name.length));
  const lines: string[] = [];
  for (const group of ['machine', 'kernel', 'attach'] as const) {
    lines.push(`${groupTitles[group]}`);
    for (const { check, ok, detail, mend } of answers.filter((answer) => answer.check.group === group)) {
      const mark = ok ? 'yes' : check.required ? 'NO ' : 'no ';
      lines.push(`  ${mark}  ${check.name.padEnd(width)}  ${detail}`);
      if (mend !== undefined) lines.push(`       ${' '.repeat(width)}  -> ${mend}`);
    }
    lines.push('');
  }
  lines.push(
    fit
      ? 'Scripts that probe this kernel run here.'
      : 'Scripts that probe the kernel do not run here yet; what is marked NO is missing.',
  );
  return `${lines.join('\n')}\n`;
}
