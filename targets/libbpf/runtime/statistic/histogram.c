// SPDX-License-Identifier: Apache-2.0
/* Buckets of histograms: which one counts a value, reading them by index. */
#include "statistic.h"

#include "../api/value.h"

int64_t stsx_bucket_count(const struct stsx_stat_shape *shape)
{
	switch (shape->histogram) {
	case STSX_HISTOGRAM_NONE:
		return 0;
	case STSX_HISTOGRAM_LOG:
		return STSX_LOG_BUCKETS;
	case STSX_HISTOGRAM_LINEAR:
		break;
	}
	return (shape->high - shape->low) / shape->step + 3;
}

static uint32_t log_index(int64_t value)
{
	uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	uint32_t bits = magnitude ? 64 - (uint32_t)__builtin_clzll(magnitude) : 0;

	return value < 0 ? STSX_LOG_ZERO - bits : STSX_LOG_ZERO + bits;
}

static uint32_t linear_index(const struct stsx_stat_shape *shape, int64_t value)
{
	int64_t last = stsx_bucket_count(shape) - 1;
	uint64_t index;

	if (value < shape->low)
		return 0;
	index = ((uint64_t)value - (uint64_t)shape->low) / (uint64_t)shape->step + 1;
	return (uint32_t)(index > (uint64_t)last ? (uint64_t)last : index);
}

uint32_t stsx_bucket_index(const struct stsx_stat_shape *shape, int64_t value)
{
	return shape->histogram == STSX_HISTOGRAM_LOG ? log_index(value) : linear_index(shape, value);
}

int64_t stsx_log_bucket_value(uint32_t index)
{
	if (index == STSX_LOG_ZERO)
		return 0;
	if (index > STSX_LOG_ZERO)
		return (int64_t)((uint64_t)1 << (index - STSX_LOG_ZERO - 1));
	return stsx_neg((int64_t)((uint64_t)1 << (STSX_LOG_ZERO - index - 1)));
}

int64_t stsx_bucket_exists(const struct stsx_stat *stat, const struct stsx_stat_shape *shape, int64_t index)
{
	return stat && stat->count && index >= 0 && index < stsx_bucket_count(shape);
}

int64_t stsx_bucket_read(struct stsx_context *c, const struct stsx_stat *stat, const struct stsx_stat_shape *shape,
			 int64_t index, const struct stsx_site *site)
{
	stsx_stat_require(c, stat, site);
	if (c->error)
		return 0;
	if (index < 0 || index >= stsx_bucket_count(shape)) {
		stsx_raise(c, site, "histogram index out of range");
		return 0;
	}
	return stat->buckets[index];
}

const char *stsx_histogram_complaint(const struct stsx_stat_shape *shape)
{
	int64_t intervals;

	if (shape->histogram != STSX_HISTOGRAM_LINEAR)
		return NULL;
	if (shape->step == 0)
		return "histogram: interval cannot be zero.";
	intervals = stsx_sub(shape->high, shape->low) / shape->step;
	if (shape->step < 0 || shape->high < shape->low || intervals < 0 || intervals + 3 > STSX_MAX_INTERVALS + 2)
		return "histogram: Number of buckets must be between 1 and 126\n"
		       "Number_of_buckets = (stop - start) / interval.\n"
		       "Please adjust your start, stop, and interval values.";
	return NULL;
}
