/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Aggregates. A `struct stsx_stat *` is a global's or an array element's; NULL stands for a missing element and reads as
 * empty. The shape says what is kept.
 */
#ifndef STSX_API_STATISTIC_H
#define STSX_API_STATISTIC_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "types.h"

enum stsx_histogram_kind {
	STSX_HISTOGRAM_NONE = 0,
	STSX_HISTOGRAM_LOG,
	STSX_HISTOGRAM_LINEAR,
};

struct stsx_stat_shape {
	uint32_t shift; /* bits that @variance computes with behind the point */
	bool variance; /* some expression reads @variance */
	enum stsx_histogram_kind histogram;
	int64_t low, high, step; /* of a linear one */
};

enum stsx_stat_operator {
	STSX_COUNT,
	STSX_SUM,
	STSX_MIN,
	STSX_MAX,
	STSX_AVG,
	STSX_VARIANCE,
};

/* `stat <<< value` */
void stsx_stat_add(struct stsx_stat *stat, const struct stsx_stat_shape *shape, int64_t value);

/* `delete stat` */
void stsx_stat_clear(struct stsx_stat *stat, const struct stsx_stat_shape *shape);

/* @count and @sum of an empty one are 0, the others raise "empty aggregate". */
int64_t stsx_stat_read(struct stsx_context *c, const struct stsx_stat *stat, const struct stsx_stat_shape *shape,
		       enum stsx_stat_operator operator, const struct stsx_site *site);

/* `@hist_log(s)[index]`: "empty aggregate", "histogram index out of range". */
int64_t stsx_bucket_read(struct stsx_context *c, const struct stsx_stat *stat, const struct stsx_stat_shape *shape,
			 int64_t index, const struct stsx_site *site);

/* `index in @hist_log(s)` */
int64_t stsx_bucket_exists(const struct stsx_stat *stat, const struct stsx_stat_shape *shape, int64_t index);

/*
 * `foreach (i in @hist_log(s))`: for (i = 0; i < stsx_bucket_count(shape); i++), after stsx_stat_require() has raised
 * "empty aggregate" where that is due.
 */
int64_t stsx_bucket_count(const struct stsx_stat_shape *shape);
void stsx_stat_require(struct stsx_context *c, const struct stsx_stat *stat, const struct stsx_site *site);

#endif
