/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arithmetic of 64-bit signed numbers that wrap, as SystemTap has it: division truncates towards zero, shift counts are
 * taken modulo 64, INT64_MIN / -1 is INT64_MIN and % -1 is 0. Comparison and logic are C's own operators.
 */
#ifndef STSX_API_VALUE_H
#define STSX_API_VALUE_H

#include <stdint.h>

#include "context.h"

static inline int64_t stsx_add(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static inline int64_t stsx_sub(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a - (uint64_t)b);
}

static inline int64_t stsx_mul(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a * (uint64_t)b);
}

static inline int64_t stsx_neg(int64_t a)
{
	return (int64_t)(0 - (uint64_t)a);
}

static inline int64_t stsx_shl(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a << ((uint64_t)b & 63));
}

static inline int64_t stsx_shr(int64_t a, int64_t b)
{
	return a >> ((uint64_t)b & 63);
}

static inline int64_t stsx_ushr(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a >> ((uint64_t)b & 63));
}

void stsx_raise_division(struct stsx_context *c, const struct stsx_site *site);

static inline int64_t stsx_div(struct stsx_context *c, int64_t a, int64_t b, const struct stsx_site *site)
{
	if (b == 0) {
		stsx_raise_division(c, site);
		return 0;
	}
	return b == -1 ? stsx_neg(a) : a / b;
}

static inline int64_t stsx_mod(struct stsx_context *c, int64_t a, int64_t b, const struct stsx_site *site)
{
	if (b == 0) {
		stsx_raise_division(c, site);
		return 0;
	}
	return b == -1 ? 0 : a % b;
}

#endif
