/* SPDX-License-Identifier: Apache-2.0 */
/* Aggregates, as the parts of the library see them beyond api/statistic.h. */
#ifndef STSX_STATISTIC_STATISTIC_H
#define STSX_STATISTIC_STATISTIC_H

#include <stddef.h>

#include "../api/statistic.h"
#include "../api/types.h"

/* Most buckets of a linear histogram, without those of the values outside. */
#define STSX_MAX_INTERVALS 126
#define STSX_LOG_BUCKETS 128
/* Of a log histogram: index of the bucket of 0. */
#define STSX_LOG_ZERO 64

/* Bytes of an aggregate of this shape. */
size_t stsx_stat_size(const struct stsx_stat_shape *shape);

/* What a foreach sorts by: 0 for what an empty one has not; the variance sorts by count. */
int64_t stsx_stat_sort_value(const struct stsx_stat *stat, enum stsx_stat_operator operator);

/* Adds what one CPU collected in the kernel; `added` is followed by as many buckets as the shape has. */
void stsx_stat_merge(struct stsx_stat *stat, const struct stsx_stat_shape *shape, const struct stsx_fed_stat *added);

/* Index of the bucket that counts `value`. */
uint32_t stsx_bucket_index(const struct stsx_stat_shape *shape, int64_t value);

/* Lowest value (by magnitude for negative ones) that a bucket of a log histogram counts. */
int64_t stsx_log_bucket_value(uint32_t index);

/* What is wrong with a linear histogram's parameters, as SystemTap words it; NULL: nothing. */
const char *stsx_histogram_complaint(const struct stsx_stat_shape *shape);

#endif
