// SPDX-License-Identifier: Apache-2.0
/* Deadlines of timers: order, no drift, what is missed after a long stall. */
#include "check.h"

#include "session/timers.h"

#define MS 1000000ull

static const struct stsx_probe probes[] = {
	{ .kind = STSX_PROBE_TIMER, .point = "fast", .period_ns = 100 * MS },
	{ .kind = STSX_PROBE_BEGIN, .point = "begin" },
	{ .kind = STSX_PROBE_TIMER, .point = "slow", .period_ns = 350 * MS },
	{ .kind = STSX_PROBE_TIMER, .point = "same", .period_ns = 350 * MS },
};

static const struct stsx_program program = { .probes = probes, .probe_count = 4 };

static void order(void)
{
	struct stsx_timers *timers = stsx_timers_create(&program, 1000);
	char text[128] = "";
	const struct stsx_probe *probe;

	CHECK_LONG(stsx_timers_next(timers), 1000 + 100 * MS);
	CHECK(stsx_timers_due(timers, 1000 + 100 * MS - 1) == NULL);
	/* Late: all that was due comes, in the order of the deadlines. */
	while ((probe = stsx_timers_due(timers, 1000 + 420 * MS)) != NULL)
		sprintf(text + strlen(text), "%s ", probe->point);
	CHECK_TEXT(text, "fast fast fast slow same fast ");
	CHECK_LONG(stsx_timers_next(timers), 1000 + 500 * MS);
	stsx_timers_destroy(timers);
}

static void stall(void)
{
	struct stsx_timers *timers = stsx_timers_create(&program, 0);
	int runs = 0;

	/* An hour later the phase is kept, and what was missed is not made up for. */
	while (stsx_timers_due(timers, 3600000 * MS + 30 * MS))
		runs++;
	CHECK(runs < 10);
	CHECK_LONG(stsx_timers_next(timers) % (50 * MS), 0);
	stsx_timers_destroy(timers);
}

static void randomized(void)
{
	static const struct stsx_probe probe = { .kind = STSX_PROBE_TIMER, .period_ns = 40 * MS, .randomize_ns = 10 * MS };
	static const struct stsx_program one = { .probes = &probe, .probe_count = 1 };
	struct stsx_timers *timers = stsx_timers_create(&one, 0);
	uint64_t before = 0;

	for (int i = 0; i < 1000; i++) {
		uint64_t next = stsx_timers_next(timers);

		CHECK(next - before >= 30 * MS && next - before <= 50 * MS);
		CHECK(stsx_timers_due(timers, next) == &probe);
		before = next;
	}
	stsx_timers_destroy(timers);
}

int main(void)
{
	order();
	stall();
	randomized();
	return check_result();
}
