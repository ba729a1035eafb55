/*
 * Makes a known number of system calls on several threads at once: usage threaded-calls THREADS TIMES. Each thread calls getppid() TIMES
 * times and getuid() half as often, in turns.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static long times;

static void *call(void *unused)
{
	(void)unused;
	for (long i = 0; i < times; i++) {
		syscall(SYS_getppid);
		if (i % 2)
			syscall(SYS_getuid);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	int count = argc == 3 ? atoi(argv[1]) : 0;
	pthread_t *threads = calloc((size_t)count + 1, sizeof(*threads));

	if (count <= 0 || !threads)
		return 2;
	times = atol(argv[2]);
	for (int i = 0; i < count; i++) {
		if (pthread_create(&threads[i], NULL, call, NULL))
			return 1;
	}
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	free(threads);
	return 0;
}
