/**
 * What the tapset's functions say of tasks, files and memory, compared with what /proc and the processes themselves say: in handlers that no
 * event runs, which read the kernel's memory as it is now, and in handlers of events.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runScript } from '../support/live/running-script.ts';
import { describeLive } from '../support/live/what-live-tests-need.ts';

/** Says of itself what /proc does, with three files open beside standard ones, then makes the one call that is probed. */
const program = `
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct rlimit most = { 99, 200 };
	sigset_t blocked;
	char root[4096], directory[4096], executable[4096] = { 0 };

	signal(SIGUSR1, SIG_IGN);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR2);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	setrlimit(RLIMIT_NOFILE, &most);
	for (int fd = 3; fd < 1024; fd++)
		close(fd);
	open(argv[1], O_RDONLY);
	(void)!pipe((int[2]){ 0 });
	(void)!getcwd(directory, sizeof(directory));
	(void)!readlink("/proc/self/exe", executable, sizeof(executable) - 1);
	snprintf(root, sizeof(root), "%s %s %d", executable, directory, argc);
	FILE *said = fopen(argv[2], "w");
	fputs(root, said);
	fclose(said);
	lseek(3, 1, SEEK_SET);
	return 0;
}
`;

describeLive('functions of tasks', () => {
  let folder: string;
  let executable: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stsx-tasks-'));
    executable = join(folder, 'deep', 'er', 'task-facts');
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
    writeFileSync(join(folder, 'task-facts.c'), program);
    execFileSync(
      'cc',
      ['-static', '-O2', '-Wall', '-Wextra', '-o', executable, join(folder, 'task-facts.c')],
      {
        stdio: 'inherit',
      },
    );
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const printed = async (script: string, ...more: readonly string[]): Promise<string> => {
    const run = runScript(['run', '-e', script, ...more], { STSX_TEST_VARIABLE: 'some value' });
    const ended = await run.ended;
    expect([run.errors(), ended.status]).toEqual(['', 0]);
    return run.output();
  };

  /** What the handler prints in the program, at its one call of lseek(). */
  const printedAtCall = async (handler: string): Promise<readonly string[]> => {
    const said = join(folder, 'said');
    const output = await printed(
      `probe syscall.lseek { if (pid() == target() && execname() == "task-facts") { ${handler} } }`,
      '-c',
      `${executable} ${join(folder, 'task-facts.c')} ${said}`,
    );
    return [readFileSync(said, 'latin1'), ...output.split('\n').slice(0, -1)];
  };

  it('know the program itself in handlers without an event', async () => {
    const output = await printed(`
      probe begin {
        task = task_current()
        printf("%d %d %d %d\\n", task_pid(task) - pid(), task_tid(task) - tid(), task_pid(task_parent(task)) - ppid(), task_uid(task) - uid())
        printf("%d %d %d\\n", task_execname(task) == execname(), task_nice(task), pid2task(pid()) == task)
        printf("%d %d %d\\n", ns_pid() == pid(), ns_tid() == tid(), is_myproc())
        println(fullpath_struct_path(task_cwd_path(task)))
        exit()
      }`);
    expect(output).toBe(`0 0 0 0\n1 0 1\n1 1 1\n${process.cwd()}\n`);
  });

  it('find tasks by their number, and those they descend from', async () => {
    const name = readFileSync(`/proc/${process.pid}/comm`, 'latin1').trim();
    const [pid, output] = [
      process.pid,
      await printed(`
      probe begin {
        printf("%s %d\\n", pid2execname(${process.pid}), task_pid(pid2task(${process.pid})))
        printf("%d %s|\\n", pid2task(4194303), pid2execname(4194303))
        println(isinstr(task_ancestry(task_current(), 0), "${name}(${process.pid})=>"))
        println(isinstr(pstrace(task_current()), " ${name}(${process.pid})"))
        exit()
      }`),
    ];
    expect(output).toBe(`${name} ${pid}\n0 |\n1\n1\n`);
  });

  it('give the files of a task their paths', async () => {
    const lines = await printedAtCall(`
      task = task_current()
      printf("%s %s 3\\n", fullpath_struct_file(task, current_exe_file()), fullpath_struct_path(task_cwd_path(task)))
      println(fullpath_struct_file(task, task_fd_lookup(task, 3)))
      println(substr(fullpath_struct_file(task, task_fd_lookup(task, 4)), 0, 6))
      printf("%d %d\\n", task_fd_lookup(task, 19), task_fd_lookup(task, 1000))
      inode = @cast(task_fd_lookup(task, 3), "struct file")->f_inode
      printf("%s %d\\n", inode_name(inode), isinstr("${folder}/task-facts.c", inode_path(inode)))`);
    expect(lines[1]).toBe(lines[0]);
    expect(lines.slice(2)).toEqual([`${folder}/task-facts.c`, 'pipe:[', '0 0', 'task-facts.c 1']);
  });

  it('count its files and know its limits and signals', async () => {
    const [, ...lines] = await printedAtCall(`
      task = task_current()
      printf("%d %d\\n", task_open_file_handles(task), task_max_file_handles(task))
      printf("%d %d\\n", is_sig_blocked(task, 12), is_sig_blocked(task, 10))
      printf("%s\\n", sa_handler_str(get_sa_handler(&@cast(task, "struct task_struct")->sighand->action[9])))`);
    expect(lines).toEqual(['6 99', '1 0', 'ignored']);
  });

  it('read its command line and environment where the event is', async () => {
    const [, ...lines] = await printedAtCall(`
      println(cmdline_str())
      printf("%s|%s|%s\\n", cmdline_arg(0), cmdline_arg(3), cmdline_args(1, 2, ","))
      printf("%s|%s\\n", env_var("STSX_TEST_VARIABLE"), env_var("STSX_TEST"))`);
    const [source, said] = [join(folder, 'task-facts.c'), join(folder, 'said')];
    expect(lines).toEqual([
      `${executable} ${source} ${said}`,
      `${executable}||${source},${said}`,
      'some value|',
    ]);
  });

  it('measure its memory', async () => {
    const output = await printed(`
      probe begin {
        printf("%d %d %d\\n", proc_mem_size(${process.pid}), proc_mem_txt(${process.pid}), proc_mem_rss(${process.pid}) > 0)
        printf("%d\\n", proc_mem_size(4194303))
        exit()
      }`);
    const [size, , , text] = readFileSync(`/proc/${process.pid}/statm`, 'latin1').split(' ').map(Number);
    const [measured, measuredText, resident] = (output.split('\n')[0] ?? '').split(' ').map(Number);
    // This process goes on working meanwhile.
    expect(Math.abs((measured ?? 0) / (size ?? 1) - 1)).toBeLessThan(0.2);
    expect([measuredText, resident, output.split('\n')[1]]).toEqual([text, 1, '0']);
  });

  it('read nothing for the part of a choice that is not taken', async () => {
    const [, ...lines] = await printedAtCall(`
      task = task_current()
      done = @cast(task, "struct task_struct")->vfork_done
      first = done ? kernel_int(done) : 7
      second = done && kernel_int(done)
      printf("%d %d %s\\n", first, second, task_execname(task))`);
    expect(lines).toEqual(['7 0 task-facts']);
  });

  it('tell which processes descend from the target', async () => {
    const output = await printed(
      'probe syscall.exit_group { if (target_set_pid(pid())) printf("%s %d\\n", execname(), pid() == target()) }',
      '-c',
      'sh -c "cat /dev/null; true"',
    );
    expect(output.split('\n').sort()).toEqual(['', 'cat 0', 'sh 0', 'sh 1']);
  });
});
