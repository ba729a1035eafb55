// SPDX-License-Identifier: Apache-2.0
/* Regular expressions (reference cases sr_regex_*). */
#include "check.h"

#include "regex/program.h"

static const struct stsx_site site = { "x.stp", 1, 1, "operator", "=~" };

static struct fixture fixture;
static struct stsx_context *c;

/* "0: no match", else the groups between bars. */
static const char *match(const char *pattern, const char *text)
{
	static char result[1024];
	struct stsx_regex regex = { .pattern = pattern };
	size_t used = 0;

	strcpy(result, "no");
	if (stsx_regex_match(c, &regex, text, &site)) {
		for (int64_t i = 0; i < stsx_fn_ngroups(c, &site); i++)
			used += (size_t)sprintf(result + used, "%s%s", i ? "|" : "", stsx_fn_matched(c, &site, i));
	}
	stsx_regex_free(regex.program);
	return result;
}

static void matches(void)
{
	static const char *const cases[][3] = {
		{ "h.*d", "hello world", "hello world" },
		{ "^world", "hello world", "no" },
		{ "world$", "hello world", "world" },
		{ "a|z", "abc", "a" },
		{ "^(a|b)c", "abc", "no" },
		{ "^ab+c$", "abbbc", "abbbc" },
		{ "^ab*c$", "ac", "ac" },
		{ "^ab?c$", "ac", "ac" },
		{ "[^x]", "xy", "y" },
		{ "[^x]", "x", "no" },
		{ "[a-]b", "a-b", "-b" },
		{ "[]a]+", "x]a]", "]a]" },
		{ "", "", "" },
		{ "^$", "a", "no" },
		{ "a\\.b", "axb", "no" },
		{ "^a{3}$", "aaa", "aaa" },
		{ "^a{2,3}$", "aaaa", "no" },
		{ "^a{2,}$", "aaa", "aaa" },
		{ "a{0,2}", "aaa", "aa" },
		{ "[[:alpha:]]+[[:digit:]]+$", "foo123", "foo123" },
		{ "[[:space:]]", " ", " " },
		{ "[[:punct:]]+", "a!/:@[`{~b", "!/:@[`{~" },
		{ "(a|ab)(c|bcd)", "abcd", "abcd|a|bcd" },
		{ "x*", "abc", "" },
		{ "X.*X", "aXbXc", "XbX" },
		{ "(a)|(b)", "ab", "a|a|" },
		{ "(foo(bar)?)(baz)?", "foobar", "foobar|foobar|bar|" },
		{ "^([0-9]{4})-([0-9]{2})-([0-9]{2})$", "2024-01-15", "2024-01-15|2024|01|15" },
		{ "(a*)*b", "aab", "aab|aa" },
		{ "(a|b|cd|e)+", "xcdab", "cdab|b" },
		{ ".", "\n", "\n" },
		{ "abcd|b", "abcd", "abcd" },
		{ "abcx|b", "abcd", "b" },
		{ "(a)bcx|(b)(c)", "abcd", "bc||b|c" },
		/* A way that begins earlier wins, however late it ends. */
		{ "(ab)?b+", "abb", "abb|ab" },
		/* Backslashes take the next byte as it is. */
		{ "\\1+", "a11", "11" },
		{ "[\\]x]+", "a]x\\", "]x" },
		{ "[\\n]", "\\n", "n" },
		{ "[^\\^]", "^a", "a" },
		{ "a)", "ba", "a" },
		{ ")", "b", "" },
		{ "a{1000}", "aaa", "no" },
		{ "^a{0,30000}$", "aaa", "aaa" },
		{ "^(a{1,2}){2}$", "aaa", "aaa|a" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_TEXT(match(cases[i][0], cases[i][1]), cases[i][2]);
}

static void problems(void)
{
	static const char *const patterns[] = { "(", "a)b", "))", "[z", "*a", "a{", "a{2,1}", "\\", "^*", "$+", "[[:nope:]]",
						"[b-a]", "((a{0,255}){0,255}){9}" };

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		match(patterns[i], "a");
		CHECK(c->error == STSX_FAILED);
		c->error = STSX_OK;
	}
}

/* Neither a long pattern nor a hard one takes more than linear time and stack. */
static void hard_patterns(void)
{
	static char pattern[200001];
	char text[512];

	memset(pattern, 'a', 90000);
	pattern[90000] = '\0';
	CHECK_TEXT(match(pattern, "aaa"), "no");
	for (size_t i = 0; i < 20000; i++)
		memcpy(pattern + 2 * i, "a|", 2);
	strcpy(pattern + 40000, "b");
	CHECK_TEXT(match(pattern, "xb"), "b");
	memset(text, 'a', 511);
	text[511] = '\0';
	CHECK_TEXT(match("(a*)*(a*)*(a*)*c", text), "no");
	memset(pattern, '(', 5000);
	pattern[5000] = '\0';
	match(pattern, "a");
	CHECK(c->error == STSX_FAILED);
	c->error = STSX_OK;
	memset(pattern, '*', 5000);
	pattern[0] = 'a';
	match(pattern, "a");
	CHECK(c->error == STSX_FAILED);
	c->error = STSX_OK;
}

static void what_was_matched(void)
{
	struct stsx_regex regex = { .pattern = "a(b)?" };

	fixture.session.match->state = STSX_MATCH_NONE;
	stsx_fn_matched(c, &site, 0);
	CHECK_ERROR(c, "Attempted to get nonexistent subexpression 0");
	CHECK_LONG(stsx_regex_match(c, &regex, "xay", &site), 1);
	CHECK_TEXT(stsx_fn_matched(c, &site, 1), "");
	stsx_fn_matched(c, &site, 2);
	CHECK_ERROR(c, "Attempted to get nonexistent subexpression 2");
	CHECK_LONG(stsx_regex_match(c, &regex, "xy", &site), 0);
	stsx_fn_matched(c, &site, 0);
	CHECK_ERROR(c, "Attempted to get subexpression 0 from failed match");
	stsx_fn_ngroups(c, &site);
	CHECK_ERROR(c, "Attempted to get number of subexpressions from failed match");
	stsx_regex_free(regex.program);
}

int main(void)
{
	c = fixture_open(&fixture, 512);
	matches();
	problems();
	hard_patterns();
	what_was_matched();
	fixture_close(&fixture);
	return check_result();
}
