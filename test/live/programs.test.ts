/**
 * Probes on the functions of programs, with a program (test/support/live/known-functions.c) that calls its own a known number of times: what
 * the scripts print is known to the byte.
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runScript } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const times = 5;

describeLive('functions of programs', () => {
  let folder: string;
  let program: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-programs-'));
    program = join(folder, 'known-functions');
    const source = fileURLToPath(new URL('../support/live/known-functions.c', import.meta.url));
    const flags = [
      '-O1',
      '-fno-omit-frame-pointer',
      '-fno-optimize-sibling-calls',
      '-Wall',
      '-Wextra',
      '-Werror',
    ];
    execFileSync('cc', [...flags, '-pthread', '-o', program, source], { stdio: 'inherit' });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the script prints while the program runs, without the program's own line. */
  const printed = async (script: string, command = `${program} ${times}`): Promise<string> => {
    const run = runScript(['run', '-e', script, '-c', command]);
    const ended = await run.ended;
    expect([run.errors(), ended.status]).toEqual(['', 0]);
    return run.output().replace(/^finished\n/gm, '');
  };

  it('reads arguments by their place, and results', async () => {
    const output = await printed(`
      probe process("${program}").function("add") {
        printf("%d %d %s %d\\n", int_arg(1), long_arg(2), user_string(pointer_arg(3)), user_int(pointer_arg(4)))
      }
      probe process("${program}").function("add").return { printf("= %d\\n", returnval()) }
      probe process("${program}").function("seven") { printf("%d %d\\n", long_arg(6), int_arg(7)) }
      probe process("${program}").function("seven").return { printf("= %d\\n", returnval()) }`);
    const calls = Array.from(
      { length: times },
      (_, n) => `${n} ${n === 0 ? 0 : -n} known ${10 * n}\n= ${-2 * n}\n`,
    );
    expect(output).toBe(`${calls.join('').replaceAll('= -0', '= 0')}6 -7\n= 14\n`);
  });

  it('counts all functions of a pattern in the kernel half, in every thread', async () => {
    const output = await printed(`
      global calls
      probe process("${program}").function("*") {
        calls[ppfunc()] <<< 1
      }
      probe end { foreach (name+ in calls) if (@count(calls[name]) > 1) printf("%s %d\\n", name, @count(calls[name])) }`);
    expect(output).toBe(`add ${times}\ndown ${4 * times}\nin_thread ${2 * times}\nleaf ${times}\nrun 2\n`);
  });

  it('takes the time of calls that are inside one another', async () => {
    const output = await printed(`
      global nested
      probe process.function("down").return { nested[@entry(int_arg(1))] <<< gettimeofday_us() - @entry(gettimeofday_us()) >= 0 }
      probe end { foreach (depth+ in nested) printf("%d: %d %d\\n", depth, @count(nested[depth]), @sum(nested[depth])) }`);
    expect(output).toBe([0, 1, 2, 3].map((depth) => `${depth}: ${times} ${times}\n`).join(''));
  });

  it('probes library functions where one program calls them, by stub and by library', async () => {
    const output = await printed(`
      probe process.plt("puts") { println($$name, " ", user_string(pointer_arg(1))) }
      probe process.library("libc.so.6").function("puts") { println(probefunc()) }`);
    expect(output).toBe('puts finished\nputs\n');
  });

  it('means the target of -c and what it starts, no other process of the program', async () => {
    const twin = join(folder, 'twin');
    copyFileSync(program, twin);
    const other = spawn(program, ['100000'], { stdio: 'ignore' });
    try {
      const script = `global n probe process("${program}").function("add") { n <<< 1 } probe end { println(@count(n)) }`;
      expect(await printed(script)).toBe(`${times}\n`);
      // Two shells above it, and the same file under another name is another file.
      expect(await printed(script, `sh -c '(${program} ${times}); ${twin} 3'`)).toBe(`${times}\n`);
    } finally {
      other.kill();
    }
  });

  it("shows the program's stack with symbols, though the program has ended long before it is printed", async () => {
    const output = await printed(`
      probe process("${program}").function("leaf") { if (n++ == 0) { print_ubacktrace(); println(usymname(ustack(1))) } }
      probe process("${program}").function("leaf").return { if (m++ == 0) println(sprint_ubacktrace()) }
      global n, m`);
    const frames = ['leaf', 'down', 'down', 'down', 'down', 'main'];
    const lines = output.split('\n');
    const symbols = lines.flatMap(
      (line) => /^ 0x[0-9a-f]+ : (\w+)\+0x[0-9a-f]+\/0x[0-9a-f]+ \[(.*)\]$/.exec(line)?.slice(1) ?? [],
    );
    expect(symbols.slice(0, 12)).toEqual(frames.flatMap((name) => [name, program]));
    expect(lines).toContain('down');
    expect(
      lines.filter((line) => /^(leaf|down|main)\+0x/.test(line)).map((line) => line.split('+')[0]),
    ).toEqual(frames.slice(1));
  });

  it('shows both stacks of a system call', async () => {
    const output = await printed(`
      probe process.function("main") { inside = 1 }
      probe syscall.write { if (pid() == target() && inside && n++ == 0) {
        println(symname(stack(0)), "|", isinstr(sprint_backtrace(), "do_syscall_64+0x"), "|", usymname(ustack(0)), "|", callers(0) == sprintf("0x%x", caller_addr()) || callers(0) == "")
      } }
      global n, inside`);
    expect(output).toMatch(
      /^(syscall_trace_enter|trace_syscall_enter|do_syscall_64|\w*enter\w*)\|1\|\w*write\|1\n$/,
    );
  });

  it('reads the arguments of marks', async () => {
    const marked = join(folder, 'known-marks');
    const source = fileURLToPath(new URL('../support/live/known-marks.c', import.meta.url));
    execFileSync('cc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', marked, source], { stdio: 'inherit' });
    const output = await printed(
      `probe process("${marked}").mark("step") { printf("%d %d %d\\n", $arg1, $arg2, $arg3) }
       probe process.provider("known").mark("l*") { println($$provider, " ", $$name, " ", $$parms) }`,
      `${marked} ${times}`,
    );
    const steps = Array.from({ length: times }, (_, n) => `${n} ${n === 0 ? 0 : -n} 5\n`);
    expect(output).toBe(`${steps.join('')}known last arg1=0x${times}\n`);
  });

  it('finds its functions in another build of the program', async () => {
    const compiled = join(folder, 'counts');
    const script = `global n probe process("${program}").function("add") { n <<< 1 } probe end { println(@count(n)) }`;
    const compile = runScript(['compile', '-e', script, '-o', compiled]);
    expect((await compile.ended).status).toBe(0);
    const source = fileURLToPath(new URL('../support/live/known-functions.c', import.meta.url));
    execFileSync('cc', ['-O2', '-pthread', '-o', program, source]);
    const output = execFileSync(compiled, ['-c', `${program} ${times}`], { encoding: 'latin1' });
    expect(output.replace(/^finished\n/gm, '')).toBe(`${times}\n`);
  });
});
