// SPDX-License-Identifier: Apache-2.0
/* printf's conversions (reference cases pf_*). */
#include "check.h"

static struct fixture fixture;
static struct stsx_context *c;

static const char *number(char conversion, int flags, int width, int precision, int64_t value)
{
	stsx_format_begin(c);
	stsx_put_long(c, (struct stsx_conversion){ conversion, (uint8_t)flags, width, precision }, value);
	return stsx_format_end(c);
}

static const char *text(int flags, int width, int precision, const char *value)
{
	stsx_format_begin(c);
	stsx_put_string_wide(c, (struct stsx_conversion){ 's', (uint8_t)flags, width, precision }, value);
	return stsx_format_end(c);
}

static void integers(void)
{
	CHECK_TEXT(number('d', 0, -1, -1, INT64_MIN), "-9223372036854775808");
	CHECK_TEXT(number('u', 0, -1, -1, -1), "18446744073709551615");
	CHECK_TEXT(number('x', 0, -1, -1, -1), "ffffffffffffffff");
	CHECK_TEXT(number('o', 0, -1, -1, -1), "1777777777777777777777");
	CHECK_TEXT(number('x', STSX_FLAG_SPECIAL, -1, -1, 0), "0x0");
	CHECK_TEXT(number('X', STSX_FLAG_SPECIAL, -1, -1, 255), "0XFF");
	CHECK_TEXT(number('o', STSX_FLAG_SPECIAL, -1, -1, 0), "00");
	CHECK_TEXT(number('d', 0, -1, 0, 0), "0");
	CHECK_TEXT(number('d', 0, -1, 3, 5), "005");
	CHECK_TEXT(number('d', STSX_FLAG_ZERO, 8, 3, 5), "00000005");
	CHECK_TEXT(number('d', STSX_FLAG_ZERO, 5, -1, -42), "-0042");
	CHECK_TEXT(number('d', STSX_FLAG_PLUS, 6, -1, 7), "    +7");
	CHECK_TEXT(number('d', STSX_FLAG_SPACE, -1, 4, 7), " 0007");
	CHECK_TEXT(number('d', STSX_FLAG_MINUS, 8, 3, 5), "005     ");
	CHECK_TEXT(number('x', STSX_FLAG_SPECIAL, 8, -1, 0xbeef), "  0xbeef");
	CHECK_TEXT(number('x', STSX_FLAG_SPECIAL, -1, 5, 0xab), "0x000ab");
	CHECK_TEXT(number('o', STSX_FLAG_SPECIAL, -1, 5, 8), "000010");
	CHECK_TEXT(number('p', 0, -1, -1, 0), "0x0");
	CHECK_TEXT(number('p', STSX_FLAG_ZERO, 20, -1, 0xabc), "0x000000000000000abc");
	CHECK_TEXT(number('p', STSX_FLAG_MINUS, 20, -1, 0xabc), "0xabc               ");
}

static void plain_numbers(void)
{
	static const int64_t values[] = { 0, 9, 10, 99, 100, 101, 12345, -1, -99, INT64_MAX, INT64_MIN };

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		char expected[32];

		snprintf(expected, sizeof(expected), "%lld", (long long)values[i]);
		stsx_format_begin(c);
		stsx_put_decimal(c, values[i]);
		CHECK_TEXT(stsx_format_end(c), expected);
	}
}

static void characters(void)
{
	CHECK_TEXT(number('c', 0, -1, -1, 65 + 256), "A");
	CHECK_TEXT(number('c', 0, 3, -1, 66), "  B");
	CHECK_TEXT(number('c', STSX_FLAG_MINUS, 3, -1, 66), "B  ");
	CHECK_TEXT(number('c', STSX_FLAG_SPECIAL, -1, -1, '\n'), "\\n");
	CHECK_TEXT(number('c', STSX_FLAG_SPECIAL, -1, -1, '\''), "\\'");
	CHECK_TEXT(number('c', STSX_FLAG_SPECIAL, -1, -1, 1), "\\001");
	CHECK_TEXT(number('b', 0, 4, -1, 0x44434241), "ABCD");
	CHECK_TEXT(number('b', 0, 2, -1, 0x4241), "AB");
	CHECK_TEXT(number('b', 0, -1, -1, 0x0a61626364656667), "gfedcba\n");
	CHECK_TEXT(number('b', 0, 3, -1, 0x4847464544434241), "ABCDEFGH");
}

static void strings(void)
{
	CHECK_TEXT(text(0, 10, -1, "hello"), "     hello");
	CHECK_TEXT(text(STSX_FLAG_MINUS, 10, -1, "hello"), "hello     ");
	CHECK_TEXT(text(0, 10, 3, "hello"), "       hel");
	CHECK_TEXT(text(0, -1, 0, "hello"), "");
	CHECK_TEXT(text(0, 3, -1, "longer"), "longer");
	CHECK_TEXT(text(0, stsx_star(-8), stsx_star(-1), "whole"), "");
}

static void nul_bytes(void)
{
	stsx_format_begin(c);
	stsx_put_text(c, "ab", 2);
	stsx_put_long(c, (struct stsx_conversion){ 'c', 0, -1, -1 }, 0);
	stsx_put_text(c, "cd", 2);
	CHECK_TEXT(stsx_format_end(c), "ab");
	stsx_print_begin(c);
	stsx_put_string_wide(c, (struct stsx_conversion){ 's', STSX_FLAG_ZERO, 5, -1 }, "ab");
	stsx_put_text(c, "]", 1);
	stsx_print_end(c);
	CHECK_LONG(printed_bytes(&fixture), 7);
	CHECK(memcmp(fixture.text, "   ab\0]", 7) == 0);
}

static void limits(void)
{
	stsx_print_begin(c);
	stsx_put_long(c, (struct stsx_conversion){ 'd', 0, 600, -1 }, 5);
	stsx_print_end(c);
	CHECK_LONG(printed_bytes(&fixture), 600);
	CHECK_LONG(strlen(number('d', 0, 600, -1, 5)), 511);
	stsx_print_begin(c);
	stsx_put_long(c, (struct stsx_conversion){ 'd', 0, 9000, -1 }, 5);
	stsx_put_text(c, "gone", 4);
	stsx_print_end(c);
	CHECK_LONG(printed_bytes(&fixture), 8192);
	for (int i = 0; i < 100; i++) {
		stsx_print_begin(c);
		stsx_put_long(c, (struct stsx_conversion){ 'd', 0, 8000, -1 }, i);
		stsx_print_end(c);
	}
	CHECK_LONG(printed_bytes(&fixture), 800000);
}

/* What sprint gives back of its buffer is used by the next one. */
static void arena(void)
{
	size_t mark = stsx_mark(c);

	number('d', 0, -1, -1, 12345);
	CHECK_LONG(stsx_mark(c) - mark, 8);
	number('d', 0, -1, -1, 1234567);
	CHECK_LONG(stsx_mark(c) - mark, 16);
	number('d', 0, -1, -1, 12345678);
	CHECK_LONG(stsx_mark(c) - mark, 32);
	stsx_release(c, mark);
}

int main(void)
{
	c = fixture_open(&fixture, 512);
	integers();
	plain_numbers();
	characters();
	strings();
	nul_bytes();
	limits();
	arena();
	fixture_close(&fixture);
	return check_result();
}
