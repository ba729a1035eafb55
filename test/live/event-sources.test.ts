/**
 * System calls, signals and processes through their tracepoints, of a program (test/support/live/known-calls.c) that makes a known number of
 * each: what the scripts print is known to the byte.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileWorkload } from '../support/live/c-workload.ts';
import { runScript } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const times = 20;

describeLive('event sources', () => {
  let folder: string;
  let program: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-events-'));
    program = compileWorkload('known-calls', folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the script prints while the program runs. */
  const printed = async (script: string): Promise<string> => {
    const run = runScript(['run', '-e', script, '-c', `${program} ${folder} ${times}`]);
    const ended = await run.ended;
    expect([run.errors(), ended.status]).toEqual(['', 0]);
    return run.output();
  };

  it('counts calls by name, in the kernel half', async () => {
    const output = await printed(`
      global calls
      probe syscall.pread, syscall.pwrite, syscall.kill, syscall.nanosleep, syscall.lseek {
        if (pid() == target()) calls[name] <<< 1
      }
      probe end { foreach (n+ in calls) printf("%s %d\\n", n, @count(calls[n])) }`);
    expect(output).toBe(`kill ${times}\nlseek 1\nnanosleep 3\npread ${times}\npwrite ${times}\n`);
  });

  it('keeps the order in which the kernel half came to know elements', async () => {
    const sizes = [50, 30, 90, 10, 70, 20];
    const writer = join(folder, 'writer');
    writeFileSync(
      writer,
      `#!/bin/sh\nfor n in ${sizes.join(' ')} 50; do printf "%\${n}s" x; done >/dev/null\n`,
      {
        mode: 0o755,
      },
    );
    const script = `
      global sizes
      probe syscall.write { if (pid() == target()) sizes[count] <<< count }
      probe end { foreach (size in sizes) printf("%d ", size) }`;
    const run = runScript(['run', '-e', script, '-c', writer]);
    const ended = await run.ended;
    expect([run.errors(), ended.status, run.output()]).toEqual(['', 0, `${sizes.join(' ')} `]);
  });

  it('shows arguments and results as they are documented', async () => {
    const output = await printed(`
      probe syscall.openat, syscall.lseek, syscall.mkdirat, syscall.close, syscall.unlinkat {
        if (pid() == target() && execname() == "known-calls") printf("%s(%s)", name, argstr)
      }
      probe syscall.openat.return, syscall.lseek.return, syscall.mkdirat.return, syscall.close.return, syscall.unlinkat.return {
        if (pid() == target() && execname() == "known-calls") printf(" = %s\\n", retstr)
      }`);
    const missing = 'openat(AT_FDCWD, "/does/not/exist", O_RDONLY) = -2 (ENOENT)\n';
    expect(output.slice(output.indexOf(`openat(AT_FDCWD, "${folder}`))).toBe(
      `openat(AT_FDCWD, "${folder}/file", O_RDWR|O_CREAT|O_TRUNC, 0640) = 3\n${missing.repeat(times)}` +
        `lseek(3, -7, SEEK_END) = ${100 + times - 1 + 5 - 7}\n` +
        `mkdirat(AT_FDCWD, "${folder}/file", 0755) = -17 (EEXIST)\nclose(77) = -9 (EBADF)\n` +
        `unlinkat(AT_FDCWD, "${folder}/file", 0x0) = 0\n`,
    );
  });

  it('draws the sizes of reads', async () => {
    const output = await printed(`
      global sizes
      probe syscall.pread.return { if (pid() == target() && retval > 0) sizes <<< retval }
      probe end { print(@hist_log(sizes)) }`);
    const bar = '@'.repeat(times / 4);
    expect(output.split('\n').filter((line) => line.includes('@'))).toEqual(
      [1, 2, 4, 8].map((size) => `    ${size} |${bar.padEnd(50)} ${times / 4}`),
    );
  });

  it('takes the time of calls by an array of starts', async () => {
    const output = await printed(`
      global start, took, early
      probe nd_syscall.nanosleep { if (pid() == target()) start[tid()] = gettimeofday_us() }
      probe nd_syscall.nanosleep.return {
        if (!([tid()] in start)) next
        t = gettimeofday_us() - start[tid()]
        delete start[tid()]
        took <<< t
        if (t < 2000) early++
      }
      probe end { printf("%d calls, %d too short, %d left\\n", @count(took), early, !!([0] in start)) }`);
    expect(output).toBe('3 calls, 0 too short, 0 left\n');
  });

  it('counts the cycles of the processor between events, as the user half does', async () => {
    const output = await printed(`
      global last, rising, events
      probe kernel.trace("sys_enter") {
        if (pid() != target()) next
        now = get_cycles()
        rising += now > last
        events++
        last = now
      }
      probe end { println(events > ${times} && rising == events, get_cycles() > last) }`);
    expect(output).toBe('11\n');
  });

  it('clears texts that lie beside each other', async () => {
    const output = await printed(`
      function longer(s) { return s . s }
      global seen
      probe syscall.kill {
        if (pid() != target()) next
        a = longer(longer(longer(longer(longer(longer(name))))))
        b = longer(longer(longer(longer(longer(longer(longer(name)))))))
        c = sprintf("%s%s", execname(), execname())
        seen[a, c]++
        seen[b, c]++
      }
      probe end { foreach ([a, b] in seen) println(strlen(a), " ", b, " ", seen[a, b]) }`);
    expect(output).toBe(`256 known-callsknown-calls ${times}\n511 known-callsknown-calls ${times}\n`);
  });

  it('hands values of the entry to the return', async () => {
    const output = await printed(`
      global n
      probe syscall.pwrite.return {
        if (pid() != target()) next
        n[@entry(user_string_n_quoted($regs->si, 5)), @entry($regs->dx), $return] <<< gettimeofday_ns() > @entry(gettimeofday_ns())
      }
      probe end { foreach ([text, size, got] in n) printf("%s %d %d: %d %d\\n", text, size, got, @count(n[text, size, got]), @sum(n[text, size, got])) }`);
    expect(output).toBe(`"hello" 5 5: ${times} ${times}\n`);
  });

  it('names any call', async () => {
    const output = await printed(`
      global entered, left
      probe syscall_any { if (pid() == target()) entered[syscall_nr, name] <<< 1 }
      probe syscall_any.return { if (pid() == target()) left[name] <<< 1 }
      probe end { printf("%d %d\\n", @count(entered[18, "pwrite64"]), @count(left["pwrite64"])) }`);
    expect(output).toBe(`${times} ${times}\n`);
  });

  it('runs the probes on one tracepoint in their order', async () => {
    const own = 'pid() != target() || execname() != "known-calls"';
    const output = await printed(`
      probe kernel.trace("sys_enter") { if (${own} || $id != 62) next; print("a") }
      probe syscall.k*, syscall.rt_sig* { if (${own} || name != "kill") next; print("b ", argstr =~ "SIGUSR1") }
      probe syscall.*kill { if (${own}) next; print(" c") }
      probe syscall_any { if (${own} || name != "kill") next; println(" d") }
      probe syscall.k*.return, syscall.rt_sig*.return { if (${own} || name != "kill") next; println("e ", retstr) }`);
    expect(output).toBe('ab 1 c d\ne 0\n'.repeat(times));
  });

  it('sees signals sent and handled', async () => {
    const output = await printed(`
      global sent, handled
      probe signal.send { if (pid() == target() && sig_pid == target()) sent[sig_name, pid_name, shared] <<< 1 }
      probe signal.handle { if (pid() == target()) handled[sig_name, sig_code] <<< 1 }
      probe end {
        foreach ([s, p, g] in sent) if (s == "SIGUSR1") printf("%s to %s %d: %d\\n", s, p, g, @count(sent[s, p, g]))
        foreach ([s, c] in handled) printf("%s %d: %d\\n", s, c, @count(handled[s, c]))
      }`);
    expect(output).toBe(`SIGUSR1 to known-calls 1: ${times}\nSIGUSR1 0: ${times}\n`);
  });

  it('sees processes come and go', async () => {
    const output = await printed(`
      global children
      probe scheduler.process_fork { if (pid() == target()) { children[child_pid] = 1; println("fork") } }
      probe kprocess.create { if (pid() == target()) println("create ", new_pid == new_tid) }
      probe kprocess.exit { if (ppid() == target()) println("exit ", code >> 8) }
      probe scheduler.process_exit { if ([pid] in children) println("gone ", priority) }`);
    expect(output.split('\n').sort().join('\n').trim()).toBe(
      ['create 1', 'create 1', 'exit 3', 'exit 3', 'fork', 'fork', 'gone 120', 'gone 120'].join('\n'),
    );
  });

  it('keeps a probe off whose condition is false from the start', async () => {
    const output = await printed(`
      global wanted, calls
      probe kernel.trace("sys_enter") if (wanted) { if (pid() == target()) calls <<< 1 }
      probe timer.s(1000) { wanted = 1 }
      probe end { println(@count(calls)) }`);
    expect(output).toBe('0\n');
  });

  it('samples by the clocks of software', async () => {
    const output = await printed(`
      global ticks, faults, cycles
      probe perf.sw.cpu_clock.hz(500) { ticks <<< cpu() }
      probe perf.sw.page_faults.sample(1).process { if (execname() == "known-calls") faults <<< 1 }
      probe perf.hw.cpu_cycles.sample(1000000) ? { cycles <<< 1 }
      probe timer.profile.freq.hz(200) { if (user_mode()) next }
      probe end { println(@count(ticks) > 0, " ", @count(faults) > 10, " ", @count(cycles) >= 0) }`);
    expect(output).toBe('1 1 1\n');
  });

  it('sees the processor change hands', async () => {
    const output = await printed(`
      global on, off
      probe scheduler.ctxswitch {
        if (next_pid == target()) on <<< 1
        if (prev_pid == target()) off <<< 1
      }
      probe end { println(@count(on) >= 3, " ", @count(on) - @count(off) <= 1) }`);
    expect(output).toBe('1 1\n');
  });
});
