// SPDX-License-Identifier: Apache-2.0
/*
 * A program for session.test.ts, as the compiler would generate it:
 *
 *	global mode, text = "x", n
 *	function fail() { error(text) }
 *	probe begin { println("begin"); <mode> }
 *	probe begin(1) { println("begin 1") }
 *	probe timer.ms(10) { n++; println("tick ", n); <mode>; if (n == 3) exit() }
 *	probe end { println("end"); <mode> }
 *	probe end(1) { println("end 1") }
 *	probe error { println("error"); <mode> }
 *	probe error(1) { println("error 1") }
 *
 * where <mode> is an action that -G mode=NUMBER chooses.
 */
#include <stdlib.h>
#include <unistd.h>

#include "stsx.h"

enum mode {
	EXIT_IN_BEGIN = 1,
	ERROR_IN_BEGIN,
	ABORT_IN_BEGIN,
	ERROR_IN_TIMER,
	ERROR_IN_END,
	PRINT_MUCH,
	RUN_COMMAND,
	WARN,
	RUN_ON, /* no exit in the timer */
	SHOW_TARGET,
};

static const struct stsx_site error_site = { "session.stp", 2, 19, "identifier", "error" };
static const struct stsx_site call_site = { "session.stp", 3, 36, "identifier", "fail" };

static int64_t mode;
static char text[16] = "x";
static int64_t n;

static void print_line(struct stsx_context *c, const char *line)
{
	stsx_print_begin(c);
	stsx_put_string(c, line);
	stsx_put_text(c, "\n", 1);
	stsx_print_end(c);
}

static void fail(struct stsx_context *c)
{
	if (stsx_enter(c, &call_site)) {
		stsx_fn_error(c, &error_site, text);
		stsx_leave(c);
	}
}

static void print_much(struct stsx_context *c)
{
	for (int i = 0; i < 200000; i++)
		print_line(c, "0123456789012345678901234567890123456789");
}

static void print_target(struct stsx_context *c)
{
	stsx_print_begin(c);
	stsx_put_decimal(c, stsx_fn_target(c, &error_site));
	stsx_put_text(c, "\n", 1);
	stsx_print_end(c);
}

static void begin(struct stsx_context *c, const struct stsx_record *record)
{
	(void)record;
	print_line(c, "begin");
	if (mode == EXIT_IN_BEGIN)
		stsx_fn_exit(c, &error_site);
	else if (mode == ERROR_IN_BEGIN)
		fail(c);
	else if (mode == ABORT_IN_BEGIN)
		stsx_fn_abort(c, &error_site);
	else if (mode == PRINT_MUCH)
		print_much(c);
	else if (mode == RUN_COMMAND)
		stsx_fn_system(c, &error_site, "echo from the shell");
	else if (mode == WARN)
		stsx_fn_warn(c, &error_site, text);
	else if (mode == SHOW_TARGET)
		print_target(c);
	if (!c->error)
		print_line(c, text);
}

static void begin_1(struct stsx_context *c, const struct stsx_record *record)
{
	(void)record;
	print_line(c, "begin 1");
}

static void tick(struct stsx_context *c, const struct stsx_record *record)
{
	(void)record;
	n = stsx_add(n, 1);
	stsx_print_begin(c);
	stsx_put_text(c, "tick ", 5);
	stsx_put_decimal(c, n);
	stsx_put_text(c, "\n", 1);
	stsx_print_end(c);
	if (mode == ERROR_IN_TIMER && n == 2)
		fail(c);
	if (n == 3 && mode != RUN_ON)
		stsx_fn_exit(c, &error_site);
}

static void end(struct stsx_context *c, const struct stsx_record *record)
{
	(void)record;
	print_line(c, "end");
	if (mode == ERROR_IN_END)
		fail(c);
}

static void end_1(struct stsx_context *c, const struct stsx_record *record)
{
	(void)record;
	print_line(c, "end 1");
}

static void error(struct stsx_context *c, const struct stsx_record *record)
{
	(void)record;
	print_line(c, "error");
	if (mode == ERROR_IN_BEGIN)
		fail(c);
}

static void error_1(struct stsx_context *c, const struct stsx_record *record)
{
	(void)record;
	print_line(c, "error 1");
}

static const struct stsx_global globals[] = {
	{ .name = "mode", .kind = STSX_GLOBAL_LONG, .storage = &mode },
	{ .name = "text", .kind = STSX_GLOBAL_STRING, .storage = text },
	{ .name = "n", .kind = STSX_GLOBAL_LONG, .storage = &n },
};

static const struct stsx_probe probes[] = {
	{ .kind = STSX_PROBE_ERROR, .point = "error(1)", .name = "error(1)", .sequence = 1, .max_action = 1000, .handler = error_1 },
	{ .kind = STSX_PROBE_ERROR, .point = "error", .name = "error", .max_action = 1000, .handler = error },
	{ .kind = STSX_PROBE_BEGIN, .point = "begin(1)", .name = "begin(1)", .sequence = 1, .max_action = 1000, .handler = begin_1 },
	{ .kind = STSX_PROBE_BEGIN, .point = "begin", .name = "begin", .max_action = 1000, .handler = begin },
	{ .kind = STSX_PROBE_TIMER, .point = "timer.ms(10)", .name = "timer.ms(10)", .period_ns = 10000000, .max_action = 1000, .handler = tick },
	{ .kind = STSX_PROBE_END, .point = "end(1)", .name = "end(1)", .sequence = 1, .max_action = 1000, .handler = end_1 },
	{ .kind = STSX_PROBE_END, .point = "end", .name = "end", .max_action = 1000, .handler = end },
};

int main(int argc, char **argv)
{
	const char *max_errors = getenv("MAXERRORS");
	const struct stsx_program program = {
		.abi = STSX_ABI,
		.name = "session",
		.limits = { .max_string_length = 16, .max_map_entries = 16, .max_errors = max_errors ? (uint32_t)atoi(max_errors) : 0,
			    .max_skipped = 100, .max_nesting = 3 },
		.globals = globals,
		.global_count = sizeof(globals) / sizeof(globals[0]),
		.probes = probes,
		.probe_count = sizeof(probes) / sizeof(probes[0]),
	};

	return stsx_main(argc, argv, &program);
}
