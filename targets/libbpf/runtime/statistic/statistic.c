// SPDX-License-Identifier: Apache-2.0
/*
 * Count, sum, least, most and a running estimate of the variance in whole numbers: its error is SystemTap's own, so the
 * steps that round are in its order, and a step's delta has 32 bits as there.
 */
#include "statistic.h"

#include <string.h>

#include "../api/value.h"

size_t stsx_stat_size(const struct stsx_stat_shape *shape)
{
	return sizeof(struct stsx_stat) + (size_t)stsx_bucket_count(shape) * sizeof(int64_t);
}

static void add_to_variance(struct stsx_stat *stat, const struct stsx_stat_shape *shape, int64_t value)
{
	int64_t scaled = stsx_shl(value, shape->shift);
	int32_t delta = (int32_t)stsx_sub(scaled, stat->mean);

	if (stat->count == 1) {
		stat->mean = scaled;
		return;
	}
	stat->mean = stsx_add(stat->mean, delta / stat->count);
	stat->square = stsx_add(stat->square, stsx_mul(delta, stsx_sub(scaled, stat->mean)));
}

void stsx_stat_add(struct stsx_stat *stat, const struct stsx_stat_shape *shape, int64_t value)
{
	if (stat->count == 0) {
		stat->min = value;
		stat->max = value;
	} else if (value < stat->min) {
		stat->min = value;
	} else if (value > stat->max) {
		stat->max = value;
	}
	stat->count++;
	stat->sum = stsx_add(stat->sum, value);
	if (shape->variance)
		add_to_variance(stat, shape, value);
	if (shape->histogram != STSX_HISTOGRAM_NONE)
		stat->buckets[stsx_bucket_index(shape, value)]++;
}

void stsx_stat_clear(struct stsx_stat *stat, const struct stsx_stat_shape *shape)
{
	memset(stat, 0, stsx_stat_size(shape));
}

/* The estimate of one CPU's values, corrected by how far its rounded mean is from the true one. */
static int64_t variance(const struct stsx_stat *stat, const struct stsx_stat_shape *shape)
{
	int64_t mean;
	int64_t distance;
	int64_t own;
	int64_t total;

	if (stat->count < 2)
		return 0;
	mean = stsx_shl(stat->sum, shape->shift) / stat->count;
	own = stat->square / (stat->count - 1);
	distance = stsx_sub(stat->mean, mean);
	total = stsx_add(stsx_mul(stat->count - 1, own), stsx_mul(stat->count, stsx_mul(distance, distance)));
	return stsx_shr(total / (stat->count - 1), 2 * (int64_t)shape->shift);
}

int64_t stsx_stat_read(struct stsx_context *c, const struct stsx_stat *stat, const struct stsx_stat_shape *shape,
		       enum stsx_stat_operator operator, const struct stsx_site *site)
{
	if (!stat || stat->count == 0) {
		if (operator != STSX_COUNT && operator != STSX_SUM)
			stsx_raise(c, site, "empty aggregate");
		return 0;
	}
	switch (operator) {
	case STSX_COUNT:
		return stat->count;
	case STSX_SUM:
		return stat->sum;
	case STSX_MIN:
		return stat->min;
	case STSX_MAX:
		return stat->max;
	case STSX_AVG:
		return stat->sum / stat->count;
	case STSX_VARIANCE:
		return variance(stat, shape);
	}
	return 0;
}

int64_t stsx_stat_sort_value(const struct stsx_stat *stat, enum stsx_stat_operator operator)
{
	switch (operator) {
	case STSX_SUM:
		return stat->sum;
	case STSX_MIN:
		return stat->min;
	case STSX_MAX:
		return stat->max;
	case STSX_AVG:
		return stat->count ? stat->sum / stat->count : 0;
	case STSX_COUNT:
	case STSX_VARIANCE:
		break;
	}
	return stat->count;
}

void stsx_stat_require(struct stsx_context *c, const struct stsx_stat *stat, const struct stsx_site *site)
{
	if (!stat || stat->count == 0)
		stsx_raise(c, site, "empty aggregate");
}

/* Two estimates together (Chan et al.): the means' distance counts with both numbers of values. */
static void merge_variance(struct stsx_stat *stat, const struct stsx_fed_stat *added)
{
	double before = (double)stat->count;
	double more = (double)added->count;
	double distance = (double)added->mean - (double)stat->mean;

	stat->square += added->square + (int64_t)(distance * distance * before * more / (before + more));
	stat->mean += (int64_t)(distance * more / (before + more));
}

void stsx_stat_merge(struct stsx_stat *stat, const struct stsx_stat_shape *shape, const struct stsx_fed_stat *added)
{
	const int64_t *buckets = (const int64_t *)(added + 1);
	int64_t count = stsx_bucket_count(shape);

	if (added->count == 0)
		return;
	if (stat->count == 0 || STSX_FED_MIN(added) < stat->min)
		stat->min = STSX_FED_MIN(added);
	if (stat->count == 0 || STSX_FED_MAX(added) > stat->max)
		stat->max = STSX_FED_MAX(added);
	if (shape->variance)
		merge_variance(stat, added);
	stat->count += added->count;
	stat->sum = stsx_add(stat->sum, added->sum);
	for (int64_t i = 0; i < count; i++)
		stat->buckets[i] += buckets[i];
}
