/**
 * A plan as `stsx explain` prints it: for each probe its half, the reason and what it attaches to; for each global its home and the reason.
 * In: a plan. Out: text, or the object that --format json prints.
 */
import type { Plan, PlannedGlobal, PlannedProbe } from '../5-split/plan.ts';
import { displayText } from '../diagnostics/display-text.ts';
import type { AttachPoint } from '../program/attach-point.ts';

const placementTexts: Readonly<Record<PlannedProbe['placement'], string>> = {
  user: 'user half',
  kernel: 'kernel half',
  streamed: 'streamed: captured in the kernel half, run in the user half',
};

const homeTexts: Readonly<Record<PlannedGlobal['home'], string>> = {
  user: 'user memory',
  fed: 'a BPF map that feeds user memory',
};

export function explainText(plan: Plan): string {
  const lines: string[] = [];
  for (const planned of plan.probes) {
    const { probe, placement, reason } = planned;
    const place = probe.site.line > 0 ? `  (${displayText(probe.site.file)}:${probe.site.line})` : '';
    lines.push(
      `probe ${displayText(probe.name)}${place}`,
      ...(probe.name === probe.pointText ? [] : [`  means     ${displayText(probe.pointText)}`]),
      `  runs in   ${placementTexts[placement]}`,
      `  because   ${displayText(reason)}`,
      `  attaches  ${attachText(probe.point)}`,
    );
    if (planned.placement === 'streamed') lines.push(`  captures  ${count(planned.fields.length, 'field')}`);
    if (planned.placement !== 'kernel' && planned.merges)
      lines.push('  merges    what the kernel half collected, before it runs');
    lines.push('');
  }
  for (const { global, home, reason } of plan.globals) {
    lines.push(
      `global ${displayText(global.name)}`,
      `  lives in  ${homeTexts[home]}`,
      `  because   ${displayText(reason)}`,
      '',
    );
  }
  return lines.join('\n');
}

export function explainJson(plan: Plan): unknown {
  return {
    probes: plan.probes.map(({ probe, placement, reason }) => ({
      probe: displayText(probe.pointText),
      name: displayText(probe.name),
      file: displayText(probe.site.file),
      line: probe.site.line,
      half: placement,
      reason: displayText(reason),
      attach: attachText(probe.point),
    })),
    globals: plan.globals.map(({ global, home, reason }) => ({
      global: displayText(global.name),
      home: home === 'fed' ? 'kernel map' : 'user memory',
      reason: displayText(reason),
    })),
  };
}

export function attachText(point: AttachPoint): string {
  switch (point.kind) {
    case 'begin':
      return point.sequence === 0n
        ? 'the start of the session'
        : `the start of the session, turn ${point.sequence}`;
    case 'end':
      return point.sequence === 0n
        ? 'the end of the session'
        : `the end of the session, turn ${point.sequence}`;
    case 'error':
      return point.sequence === 0n
        ? 'the end after an error'
        : `the end after an error, turn ${point.sequence}`;
    case 'never':
      return 'nothing';
    case 'timer':
      return `a timer, every ${durationText(point.periodNs)}${point.randomizeNs === 0n ? '' : ` ± ${durationText(point.randomizeNs)}`}`;
    case 'profile':
      return `a perf event on every CPU${point.hertz === undefined ? '' : `, ${point.hertz} times a second`}`;
    case 'tracepoint':
      return `raw tracepoint ${point.name}`;
    case 'function': {
      const where = point.module === undefined ? '' : ` of module ${point.module}`;
      return `${point.at === 'entry' ? 'entry' : 'return'} of function ${point.name}${where}`;
    }
    case 'user-function': {
      const { symbol, offset, path } = point.place;
      const what = symbol ?? point.label ?? `offset 0x${offset.toString(16)}`;
      return `${point.at === 'entry' ? 'entry' : 'return'} of ${what} in ${path}`;
    }
  }
}

const units: readonly (readonly [bigint, string])[] = [
  [1_000_000_000n, 's'],
  [1_000_000n, 'ms'],
  [1_000n, 'us'],
  [1n, 'ns'],
];

/** In the largest unit that leaves no fraction: `5 s`, `1500 ms`. */
function durationText(nanoseconds: bigint): string {
  const [size, name] = units.find(([unit]) => nanoseconds % unit === 0n) ?? [1n, 'ns'];
  return `${nanoseconds / size} ${name}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
