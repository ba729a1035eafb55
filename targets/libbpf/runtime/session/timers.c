// SPDX-License-Identifier: Apache-2.0
#include "timers.h"

#include <stdlib.h>

#include "../api/program.h"
#include "../core/memory.h"
#include "../core/random.h"

/* A handler that is slower than its period misses runs once it is this far behind. */
#define MOST_LAG_NS 1000000000ull
#define MOST_LAG_PERIODS 10

struct timer {
	const struct stsx_probe *probe;
	uint64_t deadline;
};

struct stsx_timers {
	struct timer *timers;
	uint32_t count;
};

static uint64_t next_period(const struct stsx_probe *probe)
{
	uint64_t period = probe->period_ns;
	uint64_t spread = probe->randomize_ns;

	if (spread == 0)
		return period;
	period += stsx_random_below(2 * spread + 1);
	return period > spread ? period - spread : 1;
}

struct stsx_timers *stsx_timers_create(const struct stsx_program *program, uint64_t now)
{
	struct stsx_timers *timers = stsx_calloc(1, sizeof(*timers));

	timers->timers = stsx_calloc(program->probe_count + 1, sizeof(*timers->timers));
	for (uint32_t i = 0; i < program->probe_count; i++) {
		const struct stsx_probe *probe = &program->probes[i];

		if (probe->kind == STSX_PROBE_TIMER)
			timers->timers[timers->count++] = (struct timer){ probe, now + next_period(probe) };
	}
	return timers;
}

void stsx_timers_destroy(struct stsx_timers *timers)
{
	if (!timers)
		return;
	free(timers->timers);
	free(timers);
}

static struct timer *earliest(const struct stsx_timers *timers)
{
	struct timer *best = NULL;

	for (uint32_t i = 0; i < timers->count; i++) {
		if (!best || timers->timers[i].deadline < best->deadline)
			best = &timers->timers[i];
	}
	return best;
}

uint64_t stsx_timers_next(const struct stsx_timers *timers)
{
	const struct timer *timer = earliest(timers);

	return timer ? timer->deadline : STSX_NO_DEADLINE;
}

const struct stsx_probe *stsx_timers_due(struct stsx_timers *timers, uint64_t now)
{
	struct timer *timer = earliest(timers);
	uint64_t period;
	uint64_t lag;

	if (!timer || timer->deadline > now)
		return NULL;
	period = timer->probe->period_ns ? timer->probe->period_ns : 1;
	lag = now - timer->deadline;
	if (lag > MOST_LAG_NS && lag / period > MOST_LAG_PERIODS)
		timer->deadline += lag / period * period;
	timer->deadline += next_period(timer->probe);
	return timer->probe;
}
