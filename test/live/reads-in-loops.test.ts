/**
 * Handlers that walk through memory: of a program (test/support/live/pointed-memory.c) that hands arrays and lists of a known shape to system
 * calls. What the kernel half cannot follow is read when the event is past, and counted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compileWorkload } from '../support/live/c-workload.ts';
import { runScript } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

describeLive('reads in loops', () => {
  let folder: string;
  let program: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-loops-'));
    program = compileWorkload('pointed-memory', folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (script: string, count: number, ...flags: readonly string[]) => {
    const running = runScript(['run', ...flags, '-e', script, '-c', `${program} ${count}`]);
    const { status } = await running.ended;
    return { output: running.output(), errors: running.errors(), status };
  };

  const writev = (body: string) => `probe syscall.writev { if (pid() != target()) next\n${body} }`;
  const list = (body: string) =>
    `probe syscall.write { if (pid() != target() || count != 8) next\np = user_long(buf_uaddr)\n${body} }`;
  const piece = 'user_string_n(user_long(vector_uaddr + 16 * i), user_long(vector_uaddr + 16 * i + 8))';

  it('goes through an array, with continue and break', async () => {
    const script = writev(`
      for (i = 0; i < count; i++) { if (i % 2) continue; if (i > 8) break; printf("%s ", ${piece}) }
      println(i)`);
    expect(await run(script, 30)).toEqual({ output: '0 2 4 6 8 10\n', errors: '', status: 0 });
    expect(await run(script, 3)).toEqual({ output: '0 2 3\n', errors: '', status: 0 });
  });

  it('goes through a list to its end, and counts what it read when the event was past', async () => {
    const script = list('while (p) { printf("%d ", user_long(p + 8)); p = user_long(p) } println("end")');
    const squares = (count: number) => numbers(count).map((i) => `${i * i} `);
    const both = (count: number) => `${squares(count).join('')}0 end\n${squares(count).join('')}end\n`;
    expect(await run(script, 40)).toEqual({ output: both(40), errors: '', status: 0 });
    expect(await run(script, 70)).toEqual({
      output: both(70),
      // Turns 65 to 71 of the first list, two reads each, and 65 to 70 of the second.
      errors: 'WARNING: Number of reads in loops that were done when the event was past: 26\n',
      status: 0,
    });
  });

  it('reads on from what a loop found', async () => {
    const script = list(
      'while (p && user_long(p + 8) != 9) p = user_long(p)\nprintln(p ? user_string(p + 16) : "none")',
    );
    expect(await run(script, 5)).toEqual({ output: 'node 3\nnode 3\n', errors: '', status: 0 });
    expect(await run(script, 2)).toEqual({ output: 'none\nnone\n', errors: '', status: 0 });
  });

  it('meets a fault in the turn that it belongs to', async () => {
    const script = list(`
      try { while (p) { printf("%s, ", user_string(p + 16)); p = user_long(p) } println("end") } catch (m) { println(m) }`);
    expect(await run(script, 2)).toMatchObject({
      output: 'node 0, node 1, user string copy fault at 0xbae0 [man error::fault]\nnode 0, node 1, end\n',
      status: 0,
    });
  });

  it('reads late what an array or a recursive function leads to', async () => {
    const script = `
      global head
      function length(p) { return p ? 1 + length(user_long(p)) : 0 }
      probe syscall.write { if (pid() == target() && count == 8) head[tid()] = buf_uaddr }
      probe syscall.write.return {
        if (!(tid() in head)) next
        p = user_long(head[tid()])
        println(user_string(p + 16), " ", length(p))
        delete head[tid()]
      }`;
    expect(await run(script, 5, '-w')).toEqual({ output: 'node 0 6\nnode 0 5\n', errors: '', status: 0 });
  });
});
