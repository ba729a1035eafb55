// SPDX-License-Identifier: Apache-2.0
/* Strings are cut to MAXSTRINGLEN-1; the functions of strings.stp (reference cases sr_*). */
#include "check.h"

static const struct stsx_site site = { "x.stp", 1, 2, "identifier", "f" };

static void truncation(struct stsx_context *c)
{
	char *s = stsx_string_buffer(c);

	stsx_string_set(c, s, "0123456789abcdefGHIJ");
	CHECK_TEXT(s, "0123456789abcde");
	stsx_string_append(c, s, "x");
	CHECK_TEXT(s, "0123456789abcde");
	stsx_string_set(c, s, "abc");
	stsx_string_append(c, s, s);
	CHECK_TEXT(s, "abcabc");
	stsx_string_set(c, s, s + 2);
	CHECK_TEXT(s, "cabc");
	CHECK_TEXT(stsx_concat(c, "0123456789", "abcdefgh"), "0123456789abcde");
	CHECK_TEXT(stsx_concat(c, "0123456789abcdefGHIJ", "x"), "0123456789abcde");
	CHECK_TEXT(stsx_string_copy(c, "0123456789abcdefGHIJ"), "0123456789abcde");
	CHECK_TEXT(stsx_fn_str_replace(c, &site, "xxxxxxxxxx", "x", "yy"), "yyyyyyyyyyyyyyy");
}

static void searching(struct stsx_context *c)
{
	CHECK_TEXT(stsx_fn_substr(c, &site, "hello world", 6, 100), "world");
	CHECK_TEXT(stsx_fn_substr(c, &site, "hello", 5, 1), "");
	CHECK_TEXT(stsx_fn_substr(c, &site, "hello", -1, 3), "");
	CHECK_TEXT(stsx_fn_substr(c, &site, "hello", 2, -1), "");
	CHECK_TEXT(stsx_fn_substr(c, &site, "hello", 1, INT64_MAX), "ello");
	CHECK_LONG(stsx_fn_stringat(c, &site, "\xff", 0), 255);
	CHECK_LONG(stsx_fn_stringat(c, &site, "a", 1), 0);
	CHECK_ERROR(c, "Position out of bounds");
	CHECK_LONG(stsx_fn_strpos(c, &site, "abcabc", "ca"), 2);
	CHECK_LONG(stsx_fn_strpos(c, &site, "abc", "x"), -1);
	CHECK_TEXT(stsx_fn_str_replace(c, &site, "banana", "ana", "X"), "bXna");
	CHECK_TEXT(stsx_fn_str_replace(c, &site, "abc", "abc", "abcabc"), "abcabc");
	CHECK_TEXT(stsx_fn_str_replace(c, &site, "abc", "", "x"), "abc");
	CHECK_TEXT(stsx_fn_str_replace(c, &site, "", "a", "b"), "");
}

static void numbers(struct stsx_context *c)
{
	CHECK_LONG(stsx_fn_strtol(c, &site, "123abc", 10), 123);
	CHECK_LONG(stsx_fn_strtol(c, &site, " 5", 10), 0);
	CHECK_LONG(stsx_fn_strtol(c, &site, "+5", 10), 0);
	CHECK_LONG(stsx_fn_strtol(c, &site, "-5", 10), -5);
	CHECK_LONG(stsx_fn_strtol(c, &site, "0x1F", 0), 31);
	CHECK_LONG(stsx_fn_strtol(c, &site, "0x1F", 16), 31);
	CHECK_LONG(stsx_fn_strtol(c, &site, "017", 0), 15);
	CHECK_LONG(stsx_fn_strtol(c, &site, "777", 8), 511);
	CHECK_LONG(stsx_fn_strtol(c, &site, "zz", 36), 0);
	CHECK_LONG(stsx_fn_strtol(c, &site, "ff", 36), 15 * 36 + 15);
	CHECK_LONG(stsx_fn_strtol(c, &site, "9223372036854775808", 10), INT64_MIN);
	CHECK_LONG(stsx_fn_strtol(c, &site, "99999999999999999999", 10), -1);
}

static void tokens(struct stsx_context *c)
{
	CHECK_TEXT(stsx_fn_tokenize(c, &site, "", " "), "");
	CHECK_TEXT(stsx_fn_tokenize(c, &site, "  a b,c", " ,"), "a");
	CHECK_TEXT(stsx_fn_tokenize(c, &site, "", " "), "b,c");
	CHECK_TEXT(stsx_fn_tokenize(c, &site, "", " "), "");
	CHECK_TEXT(stsx_fn_tokenize(c, &site, "x y", ""), "x y");
	CHECK_TEXT(stsx_fn_tokenize(c, &site, "a,,b", ","), "a");
	CHECK_TEXT(stsx_fn_tokenize(c, &site, "", ","), "b");
	CHECK_TEXT(stsx_fn_tokenize(c, &site, "", ","), "");
}

static void escapes(struct stsx_context *c)
{
	CHECK_TEXT(stsx_fn_text_strn(c, &site, "tab\tnl\nquote\"back\\slash", 0, 0), "tab\\tnl\\nquote\\\"back\\\\slash");
	CHECK_TEXT(stsx_fn_text_strn(c, &site, "\x01\x7f\xff", 0, 0), "\\001\\177\\377");
	CHECK_TEXT(stsx_fn_text_strn(c, &site, "abcdef", 3, 0), "abc");
	CHECK_TEXT(stsx_fn_text_strn(c, &site, "abcdef", 3, 1), "\"\"...");
	CHECK_TEXT(stsx_fn_text_strn(c, &site, "abcdef", 10, 1), "\"abcdef\"");
	CHECK_TEXT(stsx_fn_text_strn(c, &site, "abcdef", 0, 1), "\"abcdef\"");
	CHECK_TEXT(stsx_fn_text_strn(c, &site, "abcdef", 6, 1), "\"a\"...");
	CHECK_TEXT(stsx_fn_text_strn(c, &site, "", 5, 1), "\"\"");
	CHECK_TEXT(stsx_fn_text_strn(c, &site, "a\nb", 10, 1), "\"a\\nb\"");
}

static void long_escapes(struct stsx_context *c)
{
	char *s = stsx_string_buffer(c);

	memset(s, '\x01', 511);
	s[511] = '\0';
	CHECK_LONG(strlen(stsx_fn_text_strn(c, &site, s, 0, 0)), 508);
	CHECK_LONG(strlen(stsx_fn_text_strn(c, &site, s, 0, 1)), 511);
}

int main(void)
{
	static struct fixture fixture;
	struct stsx_context *c = fixture_open(&fixture, 16);

	truncation(c);
	fixture_close(&fixture);
	c = fixture_open(&fixture, 512);
	searching(c);
	numbers(c);
	tokens(c);
	escapes(c);
	long_escapes(c);
	CHECK_TEXT(stsx_fn_fp_to_string(c, &site, stsx_fn_fp_div(c, &site, stsx_fn_long_to_fp(c, &site, 1), stsx_fn_long_to_fp(c, &site, 3)), 4), "0.3333");
	fixture_close(&fixture);
	return check_result();
}
