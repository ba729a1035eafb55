// SPDX-License-Identifier: Apache-2.0
/* Clocks: time.stp and ctime.stp. In an event's handler they give the event's time. */
#include <time.h>

#include "../api/intrinsics.h"
#include "../core/clock.h"
#include "ambient.h"
#include "kernel-hertz.h"

#define NS_PER_S 1000000000

int64_t stsx_fn_gettimeofday_ns(STSX_FN)
{
	int64_t value;

	(void)site;
	return stsx_ambient_long(c, "gettimeofday_ns", &value) ? value : stsx_clock_ns(CLOCK_REALTIME);
}

int64_t stsx_fn_ktime_get_ns(STSX_FN)
{
	int64_t value;

	(void)site;
	return stsx_ambient_long(c, "ktime_get_ns", &value) ? value : stsx_clock_ns(CLOCK_MONOTONIC);
}

int64_t stsx_fn_get_cycles(STSX_FN)
{
	int64_t value;

	(void)site;
	if (stsx_ambient_long(c, "get_cycles", &value))
		return value;
	return (int64_t)stsx_cycle_counter();
}

/* The kernel lets its counter start five minutes before it wraps 32 bits. */
int64_t stsx_fn_jiffies(STSX_FN)
{
	int64_t value;
	int64_t hertz = stsx_kernel_hertz();

	(void)site;
	if (stsx_ambient_long(c, "jiffies", &value))
		return value;
	return ((int64_t)1 << 32) - 300 * hertz + stsx_clock_ns(CLOCK_MONOTONIC) / (NS_PER_S / hertz);
}

int64_t stsx_fn_HZ(STSX_FN)
{
	(void)c;
	(void)site;
	return stsx_kernel_hertz();
}

/* The zone at the start of the session, or at the first question, which is as good. */
static const struct tm *zone(void)
{
	static struct tm local;
	static bool known;

	if (!known) {
		time_t now = time(NULL);

		tzset();
		localtime_r(&now, &local);
		known = true;
	}
	return &local;
}

int64_t stsx_fn_tz_gmtoff(STSX_FN)
{
	(void)c;
	(void)site;
	return -zone()->tm_gmtoff;
}

const char *stsx_fn_tz_name(STSX_FN)
{
	(void)c;
	(void)site;
	return zone()->tm_zone;
}
