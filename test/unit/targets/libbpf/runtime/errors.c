// SPDX-License-Identifier: Apache-2.0
/* Errors: wording, chains of calls, catching, budgets (reference cases ct_*). */
#include "check.h"

static const struct stsx_site divide = { "x.stp", 4, 9, "operator", "/" };
static const struct stsx_site call_b = { "x.stp", 7, 3, "identifier", "b" };
static const struct stsx_site call_a = { "x.stp", 9, 5, "identifier", "a" };
static const struct stsx_site keyword = { "x.stp", 1, 2, "keyword", NULL };

static void check_text(struct stsx_context *c, const char *expected)
{
	char *text = stsx_error_text(c, "begin");

	CHECK_TEXT(text, expected);
	free(text);
}

static void wording(struct stsx_context *c)
{
	stsx_div(c, 1, 0, &divide);
	check_text(c, "ERROR: division by 0 near operator '/' at x.stp:4:9 in probe begin\n");
	c->error = STSX_OK;
	stsx_raise(c, &keyword, "odd");
	check_text(c, "ERROR: odd near keyword at x.stp:1:2 in probe begin\n");
	c->error = STSX_OK;
	CHECK(stsx_enter(c, &call_a));
	CHECK(stsx_enter(c, &call_b));
	stsx_div(c, 1, 0, &divide);
	stsx_leave(c);
	stsx_leave(c);
	check_text(c, "ERROR: division by 0 near operator '/' at x.stp:4:9 (called from identifier 'b' at x.stp:7:3) "
		      "(called from identifier 'a' at x.stp:9:5) in probe begin\n");
	/* A second error does not hide the first. */
	stsx_raise(c, &keyword, "second");
	CHECK_TEXT(c->message, "division by 0");
	c->error = STSX_OK;
}

static void faults(struct stsx_context *c)
{
	struct stsx_site reader = { "x.stp", 1, 1, "identifier", "kernel_string" };

	stsx_raise_fault(c, 0xffff000000000010, &reader);
	CHECK_ERROR(c, "kernel string copy fault at 0xffff000000000010 [man error::fault]");
	reader.token = "user_string";
	stsx_raise_fault(c, 16, &reader);
	CHECK_ERROR(c, "user string copy fault at 0x10 [man error::fault]");
	stsx_raise_fault(c, 16, &keyword);
	CHECK_ERROR(c, "read fault [man error::fault] at 0x10");
}

static void catching(struct stsx_context *c)
{
	char *variable = stsx_string_buffer(c);

	stsx_raise(c, &divide, "first");
	CHECK(stsx_catch(c));
	stsx_string_set(c, variable, stsx_caught_message(c));
	CHECK_TEXT(variable, "first");
	stsx_raise(c, &divide, stsx_caught_message(c));
	CHECK_TEXT(c->message, "first");
	c->error = STSX_OK;
	stsx_raise(c, &divide, "");
	CHECK(stsx_catch(c));
	CHECK_TEXT(stsx_caught_message(c), "");
	c->error = STSX_ABORTED;
	CHECK(!stsx_catch(c));
	c->error = STSX_OK;
}

static void budget(struct stsx_context *c)
{
	int n = 0;

	stsx_context_reset(c, 100);
	while (stsx_charge(c, 3, &divide))
		n++;
	CHECK_LONG(n, 33);
	CHECK(!stsx_catch(c));
	check_text(c, "ERROR: MAXACTION exceeded near operator '/' at x.stp:4:9 in probe begin\n");
	stsx_context_reset(c, 100);
}

static void nesting(struct stsx_context *c)
{
	int depth = 0;

	while (stsx_enter(c, &call_a))
		depth++;
	CHECK_LONG(depth, 10);
	CHECK(stsx_catch(c));
	CHECK_TEXT(stsx_caught_message(c), "MAXNESTING exceeded");
	while (depth--)
		stsx_leave(c);
}

int main(void)
{
	static struct fixture fixture;
	struct stsx_context *c = fixture_open(&fixture, 512);

	wording(c);
	faults(c);
	catching(c);
	budget(c);
	nesting(c);
	fixture_close(&fixture);
	return check_result();
}
