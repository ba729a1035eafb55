// SPDX-License-Identifier: Apache-2.0
/* floating-point.stp: arithmetic of the doubles whose bits longs hold. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../api/intrinsics.h"

static double number(int64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

static int64_t bits(double value)
{
	int64_t image;

	memcpy(&image, &value, sizeof(image));
	return image;
}

#define OPERATION(NAME, EXPRESSION)                                     \
	int64_t stsx_fn_##NAME(STSX_FN, int64_t a, int64_t b)           \
	{                                                               \
		double left = number(a);                                \
		double right = number(b);                               \
                                                                        \
		(void)c;                                                \
		(void)site;                                             \
		return EXPRESSION;                                      \
	}

OPERATION(fp_add, bits(left + right))
OPERATION(fp_sub, bits(left - right))
OPERATION(fp_mul, bits(left *right))
OPERATION(fp_div, bits(left / right))
OPERATION(fp_rem, bits(remainder(left, right)))
OPERATION(fp_eq, left == right)
OPERATION(fp_le, left <= right)
OPERATION(fp_lt, left < right)

int64_t stsx_fn_fp_sqrt(STSX_FN, int64_t a)
{
	(void)c;
	(void)site;
	return bits(sqrt(number(a)));
}

int64_t stsx_fn_long_to_fp(STSX_FN, int64_t value)
{
	(void)c;
	(void)site;
	return bits((double)value);
}

int64_t stsx_fn_fp32_to_fp64(STSX_FN, int64_t value)
{
	uint32_t image = (uint32_t)value;
	float single;

	(void)c;
	(void)site;
	memcpy(&single, &image, sizeof(single));
	return bits(single);
}

/* Modes of rounding: 1 towards zero, 2 down, 3 up, 4 halves away from zero, 6 to odd, others to even. */
static double rounded(double value, int64_t mode)
{
	double whole = trunc(value);

	switch (mode) {
	case 1:
		return whole;
	case 2:
		return floor(value);
	case 3:
		return ceil(value);
	case 4:
		return round(value);
	case 6:
		return value == whole || fmod(whole, 2) != 0 ? whole : whole + (value < 0 ? -1 : 1);
	default:
		return rint(value);
	}
}

int64_t stsx_fn_fp_to_long(STSX_FN, int64_t a, int64_t mode, int64_t exact)
{
	double value = number(a);

	(void)c;
	(void)site;
	(void)exact;
	if (value >= 0x1p63)
		return INT64_MAX;
	if (isnan(value) || value < -0x1p63)
		return INT64_MIN;
	return (int64_t)rounded(value, mode);
}

const char *stsx_fn_fp_to_string(STSX_FN, int64_t a, int64_t precision)
{
	double value = number(a);
	char *text = stsx_string_buffer(c);
	int digits = precision < 0 ? 0 : precision > 100 ? 100 : (int)precision;

	(void)site;
	if (isnan(value))
		return "nan";
	snprintf(text, c->string_size, "%.*f", digits, value);
	return text;
}

/* Decimal numbers alone: what else strtod() takes is none here. */
int64_t stsx_fn_string_to_fp(STSX_FN, const char *text)
{
	const char *digits = text + (*text == '-' || *text == '+');

	(void)c;
	(void)site;
	if (!isdigit((unsigned char)digits[*digits == '.']))
		return bits(0);
	if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X'))
		return bits(*text == '-' ? -0.0 : 0.0);
	return bits(strtod(text, NULL));
}
