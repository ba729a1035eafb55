// SPDX-License-Identifier: Apache-2.0
/*
 * A program whose functions are called a known number of times with known arguments: known-functions TIMES. `add` comes TIMES times
 * from main with n, -n and a text; `down` calls itself three times a round, and then `leaf`; each of two threads calls `in_thread` TIMES times, at the end comes puts.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NOINLINE __attribute__((noinline, noclone))

struct pair {
	int first;
	long second;
};

static volatile long sum;

NOINLINE long add(int n, long m, const char *text, const struct pair *pair)
{
	sum += n + text[0] + pair->first;
	return m - n;
}

NOINLINE int leaf(int n)
{
	sum += n;
	return n + 1;
}

NOINLINE int down(int depth)
{
	int below = depth > 0 ? down(depth - 1) : leaf(7);

	sum += below;
	return below;
}

NOINLINE void in_thread(void)
{
	sum++;
}

NOINLINE long seven(long a, long b, long c, long d, long e, long f, long g)
{
	return a + b + c + d + e + f + g;
}

static void *run(void *times)
{
	for (long i = 0; i < (long)times; i++)
		in_thread();
	return NULL;
}

int main(int argc, char **argv)
{
	long times = argc > 1 ? atol(argv[1]) : 1;
	/* On a page that was written to: a text that nothing has touched yet cannot be read by a probe. */
	static char text[] = "known";
	static char last[] = "finished";
	pthread_t threads[2];

	for (int i = 0; i < times; i++) {
		struct pair pair = { .first = 10 * i, .second = -1 };

		sum += add(i, -i, text, &pair);
		sum += down(3);
	}
	sum += seven(1, 2, 3, 4, 5, 6, -7);
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, run, (void *)times);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	puts(last);
	return 0;
}
