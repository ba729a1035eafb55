/**
 * A plan as `stsx explain` prints it: for each probe its half, the reason and what it attaches to; for each global its home and the reason.
 * In: a plan. Out: text, or the object that --format json prints.
 */
import { locksOf, streamedPart, type Plan, type PlannedGlobal, type PlannedProbe } from '../5-split/plan.ts';
import { displayText } from '../diagnostics/display-text.ts';
import type { AttachPoint, PerfPoint } from '../program/attach-point.ts';

const placementTexts: Readonly<Record<PlannedProbe['placement'], string>> = {
  user: 'user half',
  kernel: 'kernel half',
  streamed: 'streamed: captured in the kernel half, run in the user half',
};

const homeTexts: Readonly<Record<PlannedGlobal['home'], string>> = {
  user: 'user memory',
  fed: 'a BPF map that feeds user memory',
  shared: 'memory that both halves work on',
};

const homeNames: Readonly<Record<PlannedGlobal['home'], string>> = {
  user: 'user memory',
  fed: 'kernel map',
  shared: 'shared memory',
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
    if (planned.placement === 'streamed') {
      lines.push(`  captures  ${count(planned.fields.length, 'field')}`);
      if (planned.late.length > 0)
        lines.push(`  reads     ${count(planned.late.length, 'place')} of memory when the event is past`);
    }
    if (planned.placement !== 'kernel' && planned.merges)
      lines.push('  merges    what the kernel half collected, before it runs');
    const locks = locksOf(planned);
    if (locks.length > 0) lines.push(`  takes     ${lockTexts(locks)}${withoutLock(planned)}`);
    lines.push('');
  }
  for (const { global, home, lock, reason } of plan.globals) {
    lines.push(
      `global ${displayText(global.name)}`,
      `  lives in  ${homeTexts[home]}${lock === undefined ? '' : `, under lock ${lock}`}`,
      `  because   ${displayText(reason)}`,
      '',
    );
  }
  return lines.join('\n');
}

export function explainJson(plan: Plan): unknown {
  return {
    probes: plan.probes.map((planned) => {
      const { probe, placement, reason } = planned;
      return {
        probe: displayText(probe.pointText),
        name: displayText(probe.name),
        file: displayText(probe.site.file),
        line: probe.site.line,
        half: placement,
        reason: displayText(reason),
        locks: locksOf(planned),
        lateReads: planned.placement === 'streamed' ? planned.late.length : 0,
        attach: attachText(probe.point),
      };
    }),
    globals: plan.globals.map(({ global, home, lock, reason }) => ({
      global: displayText(global.name),
      home: homeNames[home],
      ...(lock === undefined ? {} : { lock }),
      reason: displayText(reason),
    })),
  };
}

function lockTexts(locks: readonly number[]): string {
  return `${locks.length === 1 ? 'lock' : 'locks'} ${locks.join(', ')}`;
}

/** What happens to an event whose handler cannot get its lock. */
function withoutLock(planned: PlannedProbe): string {
  if (planned.placement !== 'kernel') return '';
  return streamedPart(planned)
    ? '; its events are streamed while the user half has it'
    : '; its events are skipped while the user half has it';
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
    case 'file':
      return `a ${point.at} of the file ${point.path}`;
    case 'input':
      return `a ${point.unit === 'char' ? 'character' : 'line'} on standard input`;
    case 'perf':
      return perfText(point);
    case 'tracepoint':
      return `raw tracepoint ${point.name}`;
    case 'function': {
      const where = point.module === undefined ? '' : ` of module ${point.module}`;
      return `${point.at === 'entry' ? 'entry' : 'return'} of function ${point.name}${where}`;
    }
    case 'user-mark':
      return `mark ${point.provider}:${point.name} in ${point.path}`;
    case 'user-function': {
      const { symbol, offset, path } = point.place;
      const what = symbol ?? point.label ?? `offset 0x${offset.toString(16)}`;
      return `${point.at === 'entry' ? 'entry' : 'return'} of ${what} in ${path}`;
    }
  }
}

function perfText({ type, config, period, hertz, process }: PerfPoint): string {
  const event = type === 1 && config === 0n ? 'the CPU clock' : `perf event ${type}:0x${config.toString(16)}`;
  const often =
    period !== undefined
      ? `, once in ${period}`
      : hertz === undefined
        ? ', as often as the kernel ticks'
        : `, ${hertz} times a second`;
  if (process === undefined) return `${event} on every CPU${often}`;
  return `${event} of ${process === '' ? 'the process of -c or -x' : process}${often}`;
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
