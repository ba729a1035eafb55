/** The files of procfs probes while a script runs: what is read and written, who may, and that nothing stays when it ends. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { processTree, runScript, stsx, type RunningScript } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const hasFuse = existsSync('/dev/fuse');
const name = `stsx_test_${process.pid}`;
const shown = join('/run/stsx', name);

const script = `
global reads, last
probe procfs("counter").umask(0022).read { reads++; $value = sprintf("read %d\\n", reads); $value .= "and more\\n" }
probe procfs("inner/both").write { last = $value; printf("written: %s", last) }
probe procfs("inner/both").read { $value = last }
probe procfs("long").read.maxsize(5000) { for (i = 0; i < 1000; i++) $value .= sprintf("%09d\\n", i) }
probe procfs("fails").read { $value = "before"; error("in the handler") }
probe procfs("stop").write { exit() }
probe timer.ms(1) { if (reads < 0) exit() }
probe begin { println("ready") }
probe end { printf("%d reads\\n", reads) }`;

function isMounted(path: string): boolean {
  return readFileSync('/proc/mounts', 'latin1').includes(` ${path} fuse `);
}

async function gone(path: string): Promise<boolean> {
  for (let attempt = 0; attempt < 50 && existsSync(path); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return !existsSync(path) && !isMounted(path);
}

describeLive(`procfs files${hasFuse ? '' : ' (skipped: there is no /dev/fuse)'}`, () => {
  let folder: string;
  let run: RunningScript | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-procfs-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await run?.kill();
  });

  async function start(text: string, ...more: readonly string[]): Promise<RunningScript> {
    const path = join(folder, 'script.stp');
    writeFileSync(path, text, 'latin1');
    run = runScript(['run', '-m', name, ...more, path]);
    await run.waitFor((output) => output.includes('ready\n'), 'the begin probe');
    return run;
  }

  /** Another process: this one must not wait for a session that waits for it. */
  function shell(command: string): {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  } {
    return spawnSync('sh', ['-c', command], { encoding: 'latin1', cwd: shown, timeout: 20_000 });
  }

  it.skipIf(!hasFuse)('are read and written by other processes', async () => {
    const started = await start(script, '--suppress-handler-errors');
    expect(readdirSync(shown).sort()).toEqual(['counter', 'fails', 'inner', 'long', 'stop']);
    expect(shell('cat counter').stdout).toBe('read 1\nand more\n');
    // A handler answers a whole read, of however many pieces; a read from the start is another.
    expect(shell('dd if=counter bs=5 status=none').stdout).toBe('read 2\nand more\n');
    expect(shell('echo first > inner/both; cat inner/both').stdout).toBe('first\n');
    expect(shell('echo second >> inner/both; cat inner/both').stdout).toBe('second\n');
    expect(shell('wc -c < long').stdout).toBe('5000\n');
    expect(shell('cat fails').stdout).toBe('before');
    expect(shell('cat inner/none').stderr).toContain('No such file');
    expect(shell('chmod 777 counter').stderr).toContain('not permitted');
    shell('echo now > stop');
    expect((await started.ended).status).toBe(0);
    expect(started.output()).toBe('ready\nwritten: first\nwritten: second\n2 reads\n');
    expect(await gone(shown)).toBe(true);
  });

  it.skipIf(!hasFuse)('have the permissions that the script gives', async () => {
    await start(script);
    const mode = (file: string) => (statSync(join(shown, file)).mode & 0o777).toString(8);
    expect([mode('counter'), mode('inner/both'), mode('long'), mode('stop')]).toEqual([
      ...['444', '600', '400', '200'],
    ]);
    const nobody = (command: string) =>
      spawnSync('sh', ['-c', command], { encoding: 'latin1', cwd: shown, uid: 65534, gid: 65534 });
    expect(nobody('cat counter').stdout).toBe('read 1\nand more\n');
    expect(nobody('cat long').stderr).toContain('Permission denied');
    expect(nobody('echo x > stop').stderr).toContain('Permission denied');
  });

  it.skipIf(!hasFuse)('go away with a session that is killed', async () => {
    const started = await start(script);
    expect(isMounted(shown)).toBe(true);
    const tree = processTree(started.pid);
    for (const pid of tree.filter((each) => readFileSync(`/proc/${each}/comm`, 'latin1') !== 'stsx-files\n'))
      process.kill(pid, 'SIGKILL');
    await started.ended;
    expect(await gone(shown)).toBe(true);
  });

  it.skipIf(!hasFuse)('are replayed from a recording by both engines', async () => {
    const events = join(folder, 'events.jsonl');
    const started = await start(script, '--record', events);
    shell(
      'cat counter; echo one > inner/both; cat inner/both; echo two > inner/both; cat counter; echo x > stop',
    );
    await started.ended;
    expect(started.output()).toBe('ready\nwritten: one\nwritten: two\n2 reads\n');
    for (const target of ['reference', 'libbpf']) {
      const words = ['replay', '--target', target, join(folder, 'script.stp'), events];
      expect(execFileSync(process.execPath, [stsx, ...words], { encoding: 'latin1' })).toBe(started.output());
    }
  });

  it.skipIf(!hasFuse)('say once why they cannot be shown', () => {
    const path = join(folder, 'unshown.stp');
    writeFileSync(path, script, 'latin1');
    const hide = 'mount --bind /dev/null /dev/fuse && exec "$@"';
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      ['-m', 'sh', '-c', hide, 'sh', process.execPath, stsx, 'run', '-m', name, path],
      { encoding: 'latin1', timeout: 60_000 },
    );
    expect(stderr).toBe('ERROR: cannot show the files of procfs probes: mount: Invalid argument\n');
    expect([status, stdout]).toEqual([1, '']);
    expect(existsSync(shown)).toBe(false);
  });

  it.skipIf(!hasFuse)('are the figures of Prometheus and of Performance Co-Pilot', async () => {
    await start(`
      global sizes, calls
      function share:string (n:long) { return sprintf("%d.%d", n / 10, n % 10) }
      probe begin {
        sizes["a \\"b\\""] = 3; sizes["back\\\\slash\\n"] = -1
        calls[7, "read"] = 25
        json_set_prefix("trial")
        json_add_numeric_metric("total", "all of them", "count")
        json_add_string_metric("host", "")
        json_add_array("cpus", "one each")
        json_add_array_numeric_metric("cpus", "load", "", "percent")
        json_add_array_string_metric("cpus", "state", "what it does")
        println("ready")
      }
      probe prometheus {
        @prometheus_dump_array1(sizes, "size", "name")
        @prometheus_dump_array2_map(calls, "calls", "pid", "call", share, sprint, sprint)
      }
      probe json_data {
        @json_output_data_start
        @json_output_numeric_value("total", 42)
        @json_output_string_value("host", "a\\tb")
        @json_output_array_numeric_value("cpus", "cpu0", "load", 5)
        @json_output_array_numeric_value("cpus", "cpu1", "load", 6)
        @json_output_array_string_value("cpus", "cpu0", "state", "idle")
        @json_output_data_end
      }`);
    expect(shell('cat __prometheus').stdout).toBe(
      'size{name="a \\"b\\""} 3\nsize{name="back\\\\slash\\n"} -1\ncalls{pid="7",call="read"} 2.5\n',
    );
    expect(JSON.parse(shell('cat data.json').stdout)).toEqual({
      total: 42,
      host: 'a\tb',
      cpus: [
        { __id: 'cpu0', load: 5, state: 'idle' },
        { __id: 'cpu1', load: 6 },
      ],
    });
    expect(JSON.parse(shell('cat metadata.json').stdout)).toEqual({
      prefix: 'trial',
      metrics: [
        { name: 'total', pointer: '/total', type: 'integer', description: 'all of them', units: 'count' },
        { name: 'host', pointer: '/host', type: 'string' },
        {
          name: 'cpus',
          pointer: '/cpus',
          type: 'array',
          description: 'one each',
          index: '/__id',
          metrics: [
            { name: 'load', pointer: '/load', type: 'integer', units: 'percent' },
            { name: 'state', pointer: '/state', type: 'string', description: 'what it does' },
          ],
        },
      ],
    });
  });
});
