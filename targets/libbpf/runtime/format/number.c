// SPDX-License-Identifier: Apache-2.0
/* %d %u %o %x %X %p %b and %c: one flag at most, precision as the fewest digits, `#` prefixes zero too (stap differs from C). */
#include "number.h"

#include <stdbool.h>
#include <string.h>

#include "../api/format.h"
#include "sink.h"

static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
			    "49505152535455565758596061626364656667686970717273747576777879808182838485868788899091929394959697"
			    "9899";

char *stsx_decimal_digits(char *end, uint64_t value)
{
	while (value >= 100) {
		uint64_t rest = value / 100;

		end -= 2;
		memcpy(end, pairs + 2 * (value - rest * 100), 2);
		value = rest;
	}
	if (value >= 10) {
		end -= 2;
		memcpy(end, pairs + 2 * value, 2);
	} else {
		*--end = (char)('0' + value);
	}
	return end;
}

char *stsx_power_digits(char *end, uint64_t value, unsigned int bits, const char *digits)
{
	uint64_t mask = ((uint64_t)1 << bits) - 1;

	do {
		*--end = digits[value & mask];
		value >>= bits;
	} while (value);
	return end;
}

void stsx_put_decimal(struct stsx_context *c, int64_t value)
{
	char buffer[STSX_DIGITS];
	char *end = buffer + sizeof(buffer);
	char *start = stsx_decimal_digits(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);

	if (value < 0)
		*--start = '-';
	stsx_sink_bytes(c->sink, start, (size_t)(end - start));
}

/* Prefix, zeros and digits in a field: blanks before or behind, or with the zero flag zeros between. */
static void put_field(struct stsx_sink *sink, const struct stsx_conversion *conversion, const char *prefix,
		      const char *digits, size_t digit_count)
{
	size_t prefix_length = strlen(prefix);
	size_t zeros = 0;
	size_t length;
	size_t blanks = 0;

	if (conversion->precision > 0 && (size_t)conversion->precision > digit_count)
		zeros = (size_t)conversion->precision - digit_count;
	length = prefix_length + zeros + digit_count;
	if (conversion->width > 0 && (size_t)conversion->width > length) {
		if (conversion->flags & STSX_FLAG_ZERO)
			zeros += (size_t)conversion->width - length;
		else
			blanks = (size_t)conversion->width - length;
	}
	if (!(conversion->flags & STSX_FLAG_MINUS))
		stsx_sink_fill(sink, ' ', blanks);
	stsx_sink_bytes(sink, prefix, prefix_length);
	stsx_sink_fill(sink, '0', zeros);
	stsx_sink_bytes(sink, digits, digit_count);
	if (conversion->flags & STSX_FLAG_MINUS)
		stsx_sink_fill(sink, ' ', blanks);
}

static void put_signed(struct stsx_sink *sink, const struct stsx_conversion *conversion, int64_t value)
{
	char buffer[STSX_DIGITS];
	char *end = buffer + sizeof(buffer);
	char *digits = stsx_decimal_digits(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
	const char *sign = "";

	if (value < 0)
		sign = "-";
	else if (conversion->flags & STSX_FLAG_PLUS)
		sign = "+";
	else if (conversion->flags & STSX_FLAG_SPACE)
		sign = " ";
	put_field(sink, conversion, sign, digits, (size_t)(end - digits));
}

static void put_unsigned(struct stsx_sink *sink, const struct stsx_conversion *conversion, uint64_t value)
{
	static const char lower[] = "0123456789abcdef";
	static const char upper[] = "0123456789ABCDEF";
	char buffer[STSX_DIGITS];
	char *end = buffer + sizeof(buffer);
	char *digits;
	const char *prefix = "";
	bool special = conversion->flags & STSX_FLAG_SPECIAL;

	switch (conversion->conversion) {
	case 'o':
		digits = stsx_power_digits(end, value, 3, lower);
		prefix = special ? "0" : "";
		break;
	case 'x':
		digits = stsx_power_digits(end, value, 4, lower);
		prefix = special ? "0x" : "";
		break;
	case 'X':
		digits = stsx_power_digits(end, value, 4, upper);
		prefix = special ? "0X" : "";
		break;
	case 'p':
		digits = stsx_power_digits(end, value, 4, lower);
		prefix = "0x";
		break;
	default:
		digits = stsx_decimal_digits(end, value);
		break;
	}
	put_field(sink, conversion, prefix, digits, (size_t)(end - digits));
}

/* Bytes in the machine's order; the width says how many: 1, 2, 4 or 8, anything else is 8. */
static void put_binary(struct stsx_sink *sink, const struct stsx_conversion *conversion, int64_t value)
{
	int32_t size = conversion->width > 0 ? conversion->width : conversion->precision;

	if (size != 1 && size != 2 && size != 4)
		size = 8;
	stsx_sink_bytes(sink, (const char *)&value, (size_t)size);
}

/* Escape of a byte for %#c. */
static size_t escape(char *text, unsigned char byte)
{
	static const char named[] = "\aa\bb\ff\nn\rr\tt\vv''\\\\";

	for (size_t i = 0; named[i]; i += 2) {
		if ((unsigned char)named[i] == byte) {
			text[0] = '\\';
			text[1] = named[i + 1];
			return 2;
		}
	}
	if (byte >= 0x20 && byte < 0x7f) {
		text[0] = (char)byte;
		return 1;
	}
	text[0] = '\\';
	text[1] = (char)('0' + (byte >> 6));
	text[2] = (char)('0' + (byte >> 3 & 7));
	text[3] = (char)('0' + (byte & 7));
	return 4;
}

static void put_character(struct stsx_sink *sink, const struct stsx_conversion *conversion, int64_t value)
{
	char text[4] = { (char)value };
	size_t length = 1;
	size_t blanks = 0;

	if (conversion->flags & STSX_FLAG_SPECIAL)
		length = escape(text, (unsigned char)value);
	if (conversion->width > 0 && (size_t)conversion->width > length)
		blanks = (size_t)conversion->width - length;
	if (!(conversion->flags & STSX_FLAG_MINUS))
		stsx_sink_fill(sink, ' ', blanks);
	stsx_sink_bytes(sink, text, length);
	if (conversion->flags & STSX_FLAG_MINUS)
		stsx_sink_fill(sink, ' ', blanks);
}

void stsx_put_long(struct stsx_context *c, struct stsx_conversion conversion, int64_t value)
{
	switch (conversion.conversion) {
	case 'd':
		put_signed(c->sink, &conversion, value);
		break;
	case 'c':
		put_character(c->sink, &conversion, value);
		break;
	case 'b':
		put_binary(c->sink, &conversion, value);
		break;
	default:
		put_unsigned(c->sink, &conversion, (uint64_t)value);
		break;
	}
}
