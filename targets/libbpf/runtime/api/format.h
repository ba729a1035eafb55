/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print and sprint: a sequence of stsx_put_* between a begin and an end. All arguments are evaluated before the begin,
 * since evaluating one may print or format itself; nothing between begin and end may fail but stsx_put_histogram
 * and stsx_put_memory.
 *
 * One print statement writes at most 8192 bytes; one sprint at most MAXSTRINGLEN-1, and ends at a NUL that %c made.
 */
#ifndef STSX_API_FORMAT_H
#define STSX_API_FORMAT_H

#include <stdint.h>

#include "context.h"
#include "statistic.h"

void stsx_print_begin(struct stsx_context *c);
void stsx_print_end(struct stsx_context *c);

void stsx_format_begin(struct stsx_context *c);
/* The text, in the arena. */
const char *stsx_format_end(struct stsx_context *c);

enum {
	STSX_FLAG_MINUS = 1,
	STSX_FLAG_ZERO = 2,
	STSX_FLAG_PLUS = 4,
	STSX_FLAG_SPACE = 8,
	STSX_FLAG_SPECIAL = 16, /* # */
};

/* A conversion. width and precision: -1 where the format has none; a `*` argument goes through stsx_star() first. */
struct stsx_conversion {
	char conversion; /* d u o x X p c s m M b */
	uint8_t flags;
	int32_t width;
	int32_t precision;
};

/* A `*` argument: negative ones count as 0. */
static inline int32_t stsx_star(int64_t value)
{
	return value < 0 ? 0 : value > 1 << 20 ? 1 << 20 : (int32_t)value;
}

/* Literal text: bytes, may hold NULs. */
void stsx_put_text(struct stsx_context *c, const char *text, size_t length);

/* %d and %s without flags, width and precision: what print and println use. */
void stsx_put_decimal(struct stsx_context *c, int64_t value);
void stsx_put_string(struct stsx_context *c, const char *value);

/* d u o x X p c b */
void stsx_put_long(struct stsx_context *c, struct stsx_conversion conversion, int64_t value);
/* s */
void stsx_put_string_wide(struct stsx_context *c, struct stsx_conversion conversion, const char *value);
/* m M: memory at an address; raises "read fault …". With STSX_FLAG_SPECIAL user memory, of the handled process. */
void stsx_put_memory(struct stsx_context *c, struct stsx_conversion conversion, int64_t address,
		     const struct stsx_site *site);
/* print(@hist_log(s)): the table; raises "empty aggregate". */
void stsx_put_histogram(struct stsx_context *c, const struct stsx_stat *stat, const struct stsx_stat_shape *shape,
			const struct stsx_site *site);

#endif
