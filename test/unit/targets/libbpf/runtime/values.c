// SPDX-License-Identifier: Apache-2.0
/* Arithmetic that wraps, division, shifts (reference cases ar_*). */
#include "check.h"

static const struct stsx_site site = { "x.stp", 1, 2, "operator", "/" };

static void arithmetic(void)
{
	CHECK_LONG(stsx_add(INT64_MAX, 1), INT64_MIN);
	CHECK_LONG(stsx_sub(INT64_MIN, 1), INT64_MAX);
	CHECK_LONG(stsx_mul(INT64_MAX, 2), -2);
	CHECK_LONG(stsx_neg(INT64_MIN), INT64_MIN);
}

static void shifts(void)
{
	CHECK_LONG(stsx_shl(1, 64), 1);
	CHECK_LONG(stsx_shl(1, 65), 2);
	CHECK_LONG(stsx_shl(1, -1), INT64_MIN);
	CHECK_LONG(stsx_shr(-8, -1), -1);
	CHECK_LONG(stsx_shr(-8, 1), -4);
	CHECK_LONG(stsx_ushr(-8, 60), 15);
}

static void division(struct stsx_context *c)
{
	CHECK_LONG(stsx_div(c, -7, 2, &site), -3);
	CHECK_LONG(stsx_mod(c, -7, 2, &site), -1);
	CHECK_LONG(stsx_div(c, INT64_MIN, -1, &site), INT64_MIN);
	CHECK_LONG(stsx_mod(c, INT64_MIN, -1, &site), 0);
	CHECK_LONG(stsx_div(c, 1, 0, &site), 0);
	CHECK_ERROR(c, "division by 0");
	CHECK_LONG(stsx_mod(c, 1, 0, &site), 0);
	CHECK_ERROR(c, "division by 0");
}

int main(void)
{
	static struct fixture fixture;

	arithmetic();
	shifts();
	division(fixture_open(&fixture, 512));
	fixture_close(&fixture);
	return check_result();
}
