/* SPDX-License-Identifier: Apache-2.0 */
/* Digits of numbers, written backwards from `end`; each gives the first digit's address. */
#ifndef STSX_FORMAT_NUMBER_H
#define STSX_FORMAT_NUMBER_H

#include <stdint.h>

/* Room for the longest: 22 octal digits. */
#define STSX_DIGITS 24

char *stsx_decimal_digits(char *end, uint64_t value);
/* `bits` a digit: 1 to 4; `digits` are the 16 characters to use. */
char *stsx_power_digits(char *end, uint64_t value, unsigned int bits, const char *digits);

#endif
