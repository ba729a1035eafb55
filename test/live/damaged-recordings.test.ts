/**
 * Recordings that are not what they were when they were made: both engines refuse them for the same reason, at the same line, behind the same
 * output.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { version } from '../../src/cli/version.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';
import { recordedScript, recordingText } from '../support/recorded-script.ts';
import { ReplayFolder, withSum } from '../support/replay-both.ts';

const script = `global n, names
probe begin { println(gettimeofday_ns(), " ", symname(1)) }
probe kernel.trace("net_dev_queue") {
  n += $skb->len
  names[execname(), pid()] <<< $skb->len
  if ($skb->len == 1) exit()
}
probe kernel.trace("sched_process_fork") { println("fork ", execname(), " ", pid()) }
probe timer.s(1) { foreach ([e, p] in names) println(e, p, " ", @sum(names[e, p])); println(n) }
probe end { println("end ", n) }`;

const { headerLine, header } = recordedScript('script.stp', script);

function event(probe: number, values: Readonly<Record<string, unknown>>): object {
  const list = header.reads[header.probes[probe]?.reads ?? 0] ?? [];
  const read = list.map(({ key }) => Object.entries(values).find(([name]) => key.startsWith(name))?.[1] ?? 0);
  return { event: probe, time: 1, cpu: 0, read };
}
const packet = (length: number) => event(1, { 'sk_buff.len': length, 'execname()': 'ping', 'pid()': 7 });
const fork = (name: string) => event(2, { 'execname()': name, 'pid()': 8 });

const asked = [
  ['gettimeofday_ns', '1709210096000000001'],
  ['symname', 'f'],
];
const close = { close: { status: 0, errors: 0, skipped: 0, lost: 0, printed: 9 } };
const globals = [
  { global: 'n', value: 100 },
  { global: 'names', value: [] },
];
const steps = [
  { begin: 0, asked },
  packet(60),
  fork('sh'),
  packet(40),
  fork('caf\u00e9'),
  { lost: 2 },
  { timer: 3 },
  { stop: true },
  { end: 4 },
  ...globals,
  close,
];
const plain = recordingText(headerLine, steps);
const whole = withSum(plain);
const lines = whole.split('\n');
const changed = (at: number, change: (line: string) => string) =>
  lines.map((line, index) => (index === at - 1 ? change(line) : line)).join('\n');
/** The same without a sum: somebody meant it. */
const meant = (at: number, change: (line: string) => string) =>
  plain
    .split('\n')
    .map((line, index) => (index === at - 1 ? change(line) : line))
    .join('\n');
const swapped = [...lines.slice(0, 4), lines[5], lines[4], ...lines.slice(6)].join('\n');
const notALine = 'this line is not one of a recording';

const cases: readonly (readonly [string, string, string])[] = [
  [
    'cut in the middle of a line',
    whole.slice(0, whole.indexOf('"cpu"', whole.indexOf('sh"'))),
    ':6: the recording ends without its closing line',
  ],
  ['cut in its closing line', whole.slice(0, -5), ':14: the recording ends without its closing line'],
  [
    'cut behind a line',
    lines.slice(0, 6).join('\n') + '\n',
    ':6: the recording ends without its closing line',
  ],
  [
    'cut behind its start',
    lines.slice(0, 2).join('\n') + '\n',
    ':2: the recording ends without its closing line',
  ],
  ['cut behind its first line', `${headerLine}\n`, ':1: the recording ends without its closing line'],
  ['with two lines swapped', swapped, ':5: line 5 of the recording stands where line 4 is due'],
  [
    'without a line',
    [...lines.slice(0, 4), ...lines.slice(5)].join('\n'),
    ':5: line 5 of the recording stands where line 4 is due',
  ],
  [
    'with a line twice',
    [...lines.slice(0, 4), ...lines.slice(3)].join('\n'),
    ':5: line 3 of the recording stands where line 4 is due',
  ],
  [
    'with another value',
    changed(4, (line) => line.replace('60', '61')),
    ':14: the recording was changed after it was made: its sum is another',
  ],
  [
    'with another name',
    changed(5, (line) => line.replace('sh', 'so')),
    ':14: the recording was changed after it was made: its sum is another',
  ],
  [
    'with its members in another order and the old sum',
    changed(4, (line) => line.replace(/^\{("n":\d+),("event":1)/, '{$2,$1')),
    ':14: the recording was changed after it was made: its sum is another',
  ],
  [
    'with a sum that nobody wrote so',
    changed(14, (line) => line.replace('"sum":"', '"sum": "')),
    ':14: the recording was changed after it was made: its sum is another',
  ],
  [
    'with a sum in capitals',
    changed(14, (line) => line.replace(/"sum":".*/, '"sum":"ABCDEF01"}}')),
    ':14: the recording was changed after it was made: its sum is another',
  ],
  [
    'of a newer version',
    changed(1, (line) => line.replace('"version":1', '"version":2')),
    ' is a recording of version 2 of the format, and this stsx reads version 1',
  ],
  ['that is other JSON', '{"name":"x","version":1}\n', ' is not a recording of stsx'],
  ['that is no JSON', 'hello\nworld\n', ' is not a recording of stsx'],
  ['that is empty', '', ' is not a recording of stsx'],
  [
    'of another script',
    changed(1, (line) => line.replace(/"sha256":"..../, '"sha256":"0000')),
    ' was recorded from another script than this one (script.stp)',
  ],
  [
    'with a line that is no JSON',
    changed(5, (line) => line.replace('"cpu":', '"cpu"')),
    `:5: ${notALine}: it is no JSON`,
  ],
  ['with a NUL', changed(5, (line) => `${line}\0`), `:5: ${notALine}: it is no JSON`],
  ['with an empty line', changed(5, (line) => `\n${line}`), `:5: ${notALine}: it is no JSON`],
  ['with a line of another kind', changed(5, () => '[1,2]'), `:5: ${notALine}: it has no number`],
  [
    'with a member of another format',
    changed(5, (line) => line.replace('"cpu"', '"core"')),
    `:5: ${notALine}: it has a member that no line has`,
  ],
  [
    'with two things in a line',
    changed(5, (line) => line.replace('{', '{"stop":true,')),
    `:5: ${notALine}: it says of nothing that happens in a session`,
  ],
  [
    'with its start twice',
    changed(3, () => lines[1]?.replace('"n":1', '"n":2') ?? ''),
    `:3: ${notALine}: it says of nothing that happens in a session`,
  ],
  [
    'without its start',
    changed(2, () => '{"n":1,"stop":true}'),
    `:2: ${notALine}: it does not tell of the start`,
  ],
  [
    'with too few values',
    changed(5, (line) => line.replace(/"read":\[[^,]*,/, '"read":[')),
    `:5: ${notALine}: its event has not the 2 values that the first line names`,
  ],
  [
    'with a number for text',
    changed(5, (line) => line.replace('"sh"', '5')),
    `:5: ${notALine}: execname() is no text`,
  ],
  [
    'with text for a number',
    changed(5, (line) => line.replace(/8\]/, '"x"]')),
    `:5: ${notALine}: "x" is no number of 64 bits`,
  ],
  [
    'with half a number',
    changed(5, (line) => line.replace(/8\]/, '8.5]')),
    `:5: ${notALine}: 8.5 is no number of 64 bits`,
  ],
  [
    'with a number beyond 64 bits',
    changed(5, (line) => line.replace(/8\]/, '"9223372036854775808"]')),
    `:5: ${notALine}: "9223372036854775808" is no number of 64 bits`,
  ],
  [
    'with text beyond its field',
    changed(5, (line) => line.replace('sh', 'x'.repeat(16))),
    `:5: ${notALine}: execname() is longer than its 16 bytes`,
  ],
  [
    'with a character beyond a byte',
    changed(5, (line) => line.replace('sh', '\\u0100')),
    `:5: ${notALine}: execname() is no text`,
  ],
  [
    'with a value that is a list',
    changed(5, (line) => line.replace(/8\]/, '[]]')),
    `:5: ${notALine}: a value is neither number nor text nor fault`,
  ],
  [
    'with a probe that does not exist',
    changed(5, (line) => line.replace('"event":2', '"event":9')),
    `:5: ${notALine}: there is no probe 9`,
  ],
  [
    'with a count below 0',
    changed(8, (line) => line.replace('2', '-2').replace('"n":7', '"n":7')),
    `:8: ${notALine}: lost is no count`,
  ],
  [
    'with an answer that is no list',
    changed(3, (line) => line.replace('["symname","f"]', '"symname"')),
    `:3: ${notALine}: an answer is not a name and a value`,
  ],
  [
    'with an answer that is no value',
    changed(3, (line) => line.replace('["symname","f"]', '["symname",null]')),
    `:3: ${notALine}: the answer of symname() is neither number nor text nor error`,
  ],
  [
    'with an answer of another function',
    meant(3, (line) => line.replace('symname', 'symdata')),
    ':3: the recording has an answer of symdata() where the script has one of symname(), which SCRIPT:2 calls',
  ],
  [
    'with an answer of another type',
    meant(3, (line) => line.replace('"1709210096000000001"', '"then"')),
    ':3: the recording has an answer of gettimeofday_ns() where the script has a number',
  ],
  [
    'without an answer',
    meant(3, (line) => line.replace(',["symname","f"]', '')),
    ':3: the recording has no more answers of library functions where the script has one of symname(), which SCRIPT:2 calls',
  ],
  [
    'with an answer too many',
    meant(3, (line) => line.replace(']]', '],["symname","g"]]')),
    ':3: the recording has 1 more answers of library functions in the handler of begin where the script has the end of its handler',
  ],
  [
    'with a timer of an event',
    meant(5, () => '{"n":4,"timer":1}'),
    ':5: the recording has the timer line of kernel.trace("net_dev_queue") where the script has the handler of kernel.trace("net_dev_queue")',
  ],
  [
    'with an end where nothing has ended it',
    meant(5, () => '{"n":4,"end":4}'),
    ':5: the recording has the end line of end where the script has a timer, an input, an event or a stop: nothing has ended the session yet',
  ],
  [
    'that goes on behind exit()',
    meant(4, (line) => line.replace(/60/g, '1')),
    ':5: the recording has the event line of kernel.trace("sched_process_fork") where the script has the handler of end',
  ],
  [
    'without a global',
    meant(12, () => '{"n":11,"close":{"status":0,"errors":0,"skipped":0,"lost":0}}'),
    ':12: the recording has the closing line where the script has the last value of n',
  ],
  [
    'with another global',
    meant(12, (line) => line.replace('"n"}', '"m"}').replace('"global":"n"', '"global":"m"')),
    ':12: the recording has the last value of m where the script has the last value of n',
  ],
  [
    'with something behind its end',
    `${whole}{"n":14,"stop":true}\n`,
    `:15: ${notALine}: it stands behind the closing line`,
  ],
  ['with half a line behind its end', `${whole}{"n":14`, ':15: the recording ends without its closing line'],
];

describeLive('a recording', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stsx-damaged-'));
  const replays = new ReplayFolder(folder);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('that is whole is replayed, by both', async () => {
    const expected = {
      output: '1709210096000000001 f\nfork sh 8\nfork caf\u00e9 8\nping7 100\n100\nend 100\n',
      status: 0,
      problems: [],
    };
    expect(replays.onReference(script, whole)).toEqual(expected);
    expect(await replays.onLibbpf(script, whole)).toEqual(expected);
  });

  it.each(cases)('%s is refused, by both', async (_name, recording, problem) => {
    const reference = replays.onReference(script, recording);
    expect(reference.problems.map((text) => text.replaceAll(`${folder}/script.stp`, 'SCRIPT'))).toEqual([
      problem,
    ]);
    expect(reference.status).toBe(1);
    expect(await replays.onLibbpf(script, recording)).toEqual(reference);
  });

  it('whose events lack what the script reads does not fit it', async () => {
    const lacking = meant(1, (line) => line.replace('"execname()"', '"uid()"'));
    const { problems } = await replays.onLibbpf(script, lacking);
    expect(problems).toEqual([
      ` does not fit the script as this stsx (${version}) understands it: its events of kernel.trace("net_dev_queue") have no execname() that is a string`,
    ]);
  });

  const byte = (first: number, last: number) =>
    fc.record({ at: fc.integer({ min: first, max: last }), to: fc.integer({ min: 0, max: 255 }) });
  const withByte = (recording: string, { at, to }: { readonly at: number; readonly to: number }) =>
    recording.slice(0, at) + String.fromCharCode(to) + recording.slice(at + 1);
  const body = headerLine.length;

  it('is refused for any other byte behind its first line, by both for the same reason', async () => {
    await fc.assert(
      fc.asyncProperty(byte(body, whole.length - 1), async (change) => {
        const recording = withByte(whole, change);
        fc.pre(recording !== whole);
        const reference = replays.onReference(script, recording);
        expect(reference.problems).toHaveLength(1);
        expect(await replays.onLibbpf(script, recording)).toEqual(reference);
      }),
      { numRuns: 300 },
    );
  });

  it('without a sum means the same to both, whichever byte is changed', async () => {
    await fc.assert(
      fc.asyncProperty(byte(body, plain.length - 1), async (change) => {
        const recording = withByte(plain, change);
        expect(await replays.onLibbpf(script, recording)).toEqual(replays.onReference(script, recording));
      }),
      { numRuns: 300 },
    );
  });

  it('is refused for any other byte in its first line, by both', async () => {
    await fc.assert(
      fc.asyncProperty(byte(0, body - 1), async (change) => {
        const recording = withByte(whole, change);
        fc.pre(recording !== whole);
        expect(replays.onReference(script, recording).problems).not.toEqual([]);
        expect((await replays.onLibbpf(script, recording)).problems).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
