import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { replayOnReference } from '../../../../src/6-run/recording/replay-on-reference.ts';
import { RecordingProblem } from '../../../../src/6-run/recording/recording-problem.ts';
import { openReplay } from '../../../../src/cli/open-replay.ts';
import { Report } from '../../../../src/diagnostics/report.ts';
import { recordedScript, recordingText } from '../../../support/recorded-script.ts';

const folder = mkdtempSync(join(tmpdir(), 'stsx-recording-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Replayed {
  readonly output: string;
  readonly errors: string;
  readonly status: number | undefined;
  readonly problems: readonly string[];
  readonly globals: ReadonlyMap<string, { readonly value: unknown; readonly recorded: unknown }>;
}

function replay(script: string, recording: string): Replayed {
  const [path, events] = [join(folder, 'script.stp'), join(folder, 'events.jsonl')];
  writeFileSync(path, script, 'latin1');
  writeFileSync(events, recording, 'latin1');
  const report = new Report();
  const request = { events, libraryFolders: [], verbosity: 0 };
  const opened = openReplay({ kind: 'path', path }, request, report);
  let [output, errors] = ['', ''];
  let status: number | undefined;
  const globals = new Map<string, { readonly value: unknown; readonly recorded: unknown }>();
  try {
    const listener = {
      write: (bytes: string) => void (output += bytes),
      writeError: (bytes: string) => void (errors += bytes),
      compareGlobal: (name: string, value: unknown, recorded: unknown) =>
        void globals.set(name, { value, recorded }),
    };
    if (opened) {
      const { program, options, lines } = opened;
      status = replayOnReference(program, options, opened.recording, lines, listener).status;
    }
  } catch (problem) {
    if (!(problem instanceof RecordingProblem)) throw problem;
    problem.addTo(report);
  }
  const problems = report.diagnostics.map(({ code, message }) => `${code} ${message.replaceAll(folder, '')}`);
  return { output, errors, status, problems, globals };
}

const script = `global n, names
probe begin { printf("%d\\n", gettimeofday_ns()) }
probe kernel.trace("net_dev_queue") {
  n += $skb->len
  names[execname(), pid()] <<< $skb->len
}
probe timer.s(1) { foreach ([e, p] in names) println(e, p, " ", @sum(names[e, p])); println(symname(n)) }
probe end { println("end ", n) }`;

const { headerLine, header } = recordedScript('script.stp', script);
const place = new Map(header.reads[0]?.map(({ key }, index) => [key, index]));

function event(values: Readonly<Record<string, unknown>>, printed?: number): object {
  const read = Array.from(place.keys(), (key) => values[key]);
  return { event: 1, time: 1, cpu: 0, read, ...(printed === undefined ? {} : { printed }) };
}

const packet = (length: unknown, name = 'ping') =>
  event({ 'sk_buff.len': length, 'sk_buff.len #2': length, 'execname()': name, 'pid()': 7 });
const begin = { begin: 0, asked: [['gettimeofday_ns', '1709210096000000001']] };
const close = { close: { status: 0, errors: 0, skipped: 0, lost: 0 } };
const globals = [
  { global: 'n', value: 100 },
  { global: 'names', value: [] },
];
const tail = [{ stop: true }, { end: 3 }, ...globals, close];
const whole = [
  begin,
  packet(60),
  packet(40, 'caf\u00e9 "'),
  { timer: 2, asked: [['symname', 'f']] },
  ...tail,
];

it('gives handlers what they were told', () => {
  const {
    output,
    errors,
    status,
    problems,
    globals: last,
  } = replay(script, recordingText(headerLine, whole));
  expect(problems).toEqual([]);
  expect(errors).toBe('');
  expect(output).toBe('1709210096000000001\nping7 60\ncaf\u00e9 "7 40\nf\nend 100\n');
  expect(status).toBe(0);
  expect(last.get('n')).toEqual({ value: 100, recorded: 100 });
  expect(last.get('names')?.value).toEqual([
    ['ping', 7, { count: 1, sum: 60 }],
    ['caf\u00e9 "', 7, { count: 1, sum: 40 }],
  ]);
});

it('raises a recorded fault where the script reads', () => {
  const faulty = event({
    'sk_buff.len': { fault: '-1' },
    'sk_buff.len #2': 0,
    'execname()': 'x',
    'pid()': 1,
  });
  const ended = [{ error: 4 }, ...globals, close].slice(1);
  const { errors, status } = replay(script, recordingText(headerLine, [begin, faulty, ...ended]));
  expect(errors).toContain('ERROR: read fault [man error::fault] at 0xffffffffffffffff near ');
  expect(status).toBe(1);
});

it('counts what was lost, up to MAXSKIPPED', () => {
  const some = replay(script, recordingText(headerLine, [begin, { lost: 5 }, ...tail]));
  expect(some.errors).toBe('WARNING: Number of errors: 0, skipped probes: 5\n');
  expect(some.status).toBe(0);
  const many = replay(script, recordingText(headerLine, [begin, { lost: 101 }, ...globals, close]));
  expect(many.errors).toMatch(
    /^ERROR: Skipped too many probes, .*\nWARNING: Number of errors: 0, skipped probes: 101\n$/,
  );
  expect(many.status).toBe(1);
});

const text = recordingText(headerLine, whole);
const lines = text.split('\n');
const changed = (at: number, change: (line: string) => string) =>
  lines.map((line, index) => (index === at ? change(line) : line)).join('\n');

it.each([
  ['an empty file', '', 'STSX6031 /events.jsonl is not a recording of stsx'],
  ['another file', '{"some":"json"}\n', 'STSX6031 /events.jsonl is not a recording of stsx'],
  ['binary data', '\x7fELF\0\0', 'STSX6031 /events.jsonl is not a recording of stsx'],
  [
    'a newer format',
    changed(0, (line) => line.replace('"version":1', '"version":2')),
    'STSX6032 /events.jsonl is a recording of version 2 of the format, and this stsx reads version 1',
  ],
  [
    'another script',
    changed(0, (line) => line.replace(/"sha256":"./, '"sha256":"x')),
    'STSX6033 /events.jsonl was recorded from another script than this one (script.stp)',
  ],
  [
    'a header without its lists',
    changed(0, (line) => line.replace('"reads":[[', '"read":[[')),
    'STSX6030 /events.jsonl:1: this line is not one of a recording: it has no reads',
  ],
  [
    'other probes',
    changed(0, (line) => line.replace('"timer.s(1)"', '"timer.s(2)"')),
    'STSX6037 /events.jsonl does not fit the script as this stsx (0.1.0) understands it: its probe timer.s(2) is timer.s(1) in the script',
  ],
  [
    'a file cut in a line',
    text.slice(0, -10),
    'STSX6034 /events.jsonl:11: the recording ends without its closing line',
  ],
  [
    'a file cut behind a line',
    lines.slice(0, 5).join('\n') + '\n',
    'STSX6034 /events.jsonl:5: the recording ends without its closing line',
  ],
  [
    'lines in another order',
    [...lines.slice(0, 3), lines[4], lines[3], ...lines.slice(5)].join('\n'),
    'STSX6035 /events.jsonl:4: line 4 of the recording stands where line 3 is due',
  ],
  [
    'a lost line',
    [...lines.slice(0, 3), ...lines.slice(4)].join('\n'),
    'STSX6035 /events.jsonl:4: line 4 of the recording stands where line 3 is due',
  ],
  [
    'a line that is no JSON',
    changed(3, (line) => line.slice(0, -1)),
    'STSX6030 /events.jsonl:4: this line is not one of a recording: it is no JSON',
  ],
  [
    'a value of another type',
    changed(3, (line) => line.replace('"ping"', '5')),
    'STSX6030 /events.jsonl:4: this line is not one of a recording: execname() is no text',
  ],
  [
    'a number that is none',
    changed(3, (line) => line.replace('60', '6.5')),
    'STSX6030 /events.jsonl:4: this line is not one of a recording: 6.5 is no number of 64 bits',
  ],
  [
    'a number beyond 64 bits',
    changed(3, (line) => line.replace('60', '"9223372036854775808"')),
    'STSX6030 /events.jsonl:4: this line is not one of a recording: "9223372036854775808" is no number of 64 bits',
  ],
  [
    'too few values',
    changed(3, (line) => line.replace(/"read":\[[^,]*,/, '"read":[')),
    'STSX6030 /events.jsonl:4: this line is not one of a recording: its event has not the 4 values that the first line names',
  ],
  [
    'a probe that does not exist',
    changed(3, (line) => line.replace('"event":1', '"event":9')),
    'STSX6030 /events.jsonl:4: this line is not one of a recording: there is no probe 9',
  ],
  [
    'an event of a timer',
    changed(5, (line) => line.replace('"timer":2', '"timer":1')),
    'STSX6036 /events.jsonl:6: the recording has the timer line of kernel.trace("net_dev_queue") where the script has the handler of kernel.trace("net_dev_queue")',
  ],
  [
    'an answer of another function',
    changed(5, (line) => line.replace('symname', 'symdata')),
    'STSX6036 /events.jsonl:6: the recording has an answer of symdata() where the script has one of symname(), which /script.stp:7 calls',
  ],
  [
    'an answer too many',
    changed(2, (line) => line.replace('[[', '[["randint",1],[')).replace(
      '"randint",1],["gettimeofday_ns"',
      '"gettimeofday_ns",1],["gettimeofday_ns"',
    ),
    'STSX6036 /events.jsonl:3: the recording has 1 more answers of library functions in the handler of begin where the script has the end of its handler',
  ],
  [
    'a session that ends too early',
    recordingText(headerLine, [begin, { end: 3 }, ...globals, close]),
    'STSX6036 /events.jsonl:4: the recording has the end line of end where the script has a timer, an input, an event or a stop: nothing has ended the session yet',
  ],
  [
    'something behind the end',
    `${text}{"n":12,"stop":true}\n`,
    'STSX6030 /events.jsonl:12: this line is not one of a recording: it stands behind the closing line',
  ],
  [
    'a wrong sum',
    text.replace('"lost":0}}', '"lost":0,"sum":"00000000"}}'),
    'STSX6039 /events.jsonl:11: the recording was changed after it was made: its sum is another',
  ],
])('says what is wrong with %s', (_name, recording, problem) => {
  const { problems } = replay(script, recording);
  expect(problems).toEqual([problem]);
});
