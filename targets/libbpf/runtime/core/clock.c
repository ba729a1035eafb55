// SPDX-License-Identifier: Apache-2.0
#include "clock.h"

int64_t stsx_clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

uint64_t stsx_cycle_counter(void)
{
#if defined(__x86_64__)
	return __builtin_ia32_rdtsc();
#else
	return (uint64_t)stsx_clock_ns(CLOCK_MONOTONIC_RAW);
#endif
}
