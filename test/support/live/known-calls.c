/*
 * Makes a known number of system calls, signals and processes: usage known-calls FOLDER TIMES. Works on FOLDER/file. The calls are made
 * raw, so the C library adds none of its own between them; what it does before main() is left to whoever counts.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t handled;

static void on_signal(int number)
{
	(void)number;
	handled++;
}

static void exit_in_child(int status)
{
	long child = syscall(SYS_fork);

	if (child == 0)
		syscall(SYS_exit_group, status);
	if (child < 0 || syscall(SYS_wait4, child, NULL, 0, NULL) != child)
		abort();
}

int main(int argc, char **argv)
{
	static char path[4096], buffer[64];
	struct timespec moment = { 0, 2000000 };
	struct sigaction action;
	int times, i;
	long fd;

	if (argc != 3)
		return 2;
	times = atoi(argv[2]);
	snprintf(path, sizeof(path), "%s/file", argv[1]);
	memset(&action, 0, sizeof(action));
	action.sa_handler = on_signal;
	sigaction(SIGUSR1, &action, NULL);

	fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_TRUNC, 0640);
	for (i = 0; i < times; i++)
		syscall(SYS_pwrite64, fd, "hello", 5, 100 + i);
	for (i = 0; i < times; i++)
		syscall(SYS_pread64, fd, buffer, (size_t)(1 << (i % 4)), 100);
	for (i = 0; i < times; i++)
		syscall(SYS_openat, AT_FDCWD, "/does/not/exist", O_RDONLY);
	syscall(SYS_lseek, fd, -7L, SEEK_END);
	syscall(SYS_mkdirat, AT_FDCWD, path, 0755);
	syscall(SYS_close, 77);
	for (i = 0; i < 3; i++)
		syscall(SYS_nanosleep, &moment, NULL);
	for (i = 0; i < times; i++)
		syscall(SYS_kill, getpid(), SIGUSR1);
	for (i = 0; i < 2; i++)
		exit_in_child(3);
	syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	return handled == times ? 0 : 1;
}
