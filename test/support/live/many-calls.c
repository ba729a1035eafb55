/*
 * Makes many system calls, nothing else: usage many-calls TIMES [THREADS [read]]. Each thread calls getppid() TIMES times, or reads from 1 to
 * 2048 bytes of /dev/zero. Prints the nanoseconds of processor time that a call took on standard error.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MOST_THREADS 64

static long times;
static int zero = -1;

static void *call(void *unused)
{
	char buffer[2048];

	for (long i = 0; i < times; i++) {
		if (zero < 0)
			syscall(SYS_getppid);
		else
			syscall(SYS_read, zero, buffer, 1ul << i % 12);
	}
	return unused;
}

static double processor_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

int main(int argc, char **argv)
{
	pthread_t threads[MOST_THREADS];
	int count = argc > 2 ? atoi(argv[2]) : 1;
	double start;

	if (argc < 2 || count < 1 || count > MOST_THREADS)
		return 2;
	times = atol(argv[1]);
	if (argc > 3)
		zero = open("/dev/zero", O_RDONLY);
	start = processor_time();
	for (int i = 0; i < count; i++) {
		if (pthread_create(&threads[i], NULL, call, NULL))
			return 1;
	}
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	fprintf(stderr, "%.1f\n", (processor_time() - start) / (double)(times * count));
	return 0;
}
