// SPDX-License-Identifier: Apache-2.0
/* splitmix64. */
#include "random.h"

#include <sys/random.h>
#include <time.h>

static uint64_t state;

static void seed(void)
{
	struct timespec now;

	if (getrandom(&state, sizeof(state), GRND_NONBLOCK) == sizeof(state) && state)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	state = (uint64_t)now.tv_nsec * 0x9e3779b97f4a7c15ull + 1;
}

uint64_t stsx_random(void)
{
	uint64_t value;

	if (!state)
		seed();
	state += 0x9e3779b97f4a7c15ull;
	value = state;
	value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9ull;
	value = (value ^ value >> 27) * 0x94d049bb133111ebull;
	return value ^ value >> 31;
}

uint64_t stsx_random_below(uint64_t limit)
{
	return (uint64_t)((__uint128_t)stsx_random() * limit >> 64);
}
