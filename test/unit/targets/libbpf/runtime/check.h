/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the run-time library's tests share: checks that name the line, and a session to run in without a program. A test
 * is a main() that returns check_result(). Output goes to a memory file: printed() gives what was printed since last asked.
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/context.h"
#include "format/output.h"
#include "regex/match.h"
#include "session/session.h"
#include "stsx.h"

static int failures;

#define CHECK(condition)                                                                  \
	do {                                                                              \
		if (!(condition)) {                                                       \
			failures++;                                                       \
			printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);    \
		}                                                                         \
	} while (0)

#define CHECK_LONG(actual, expected)                                                      \
	do {                                                                              \
		long long actual_ = (long long)(actual);                                  \
		long long expected_ = (long long)(expected);                              \
		if (actual_ != expected_) {                                               \
			failures++;                                                       \
			printf("%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__,       \
			       #actual, actual_, expected_);                              \
		}                                                                         \
	} while (0)

#define CHECK_TEXT(actual, expected)                                                      \
	do {                                                                              \
		const char *actual_ = (actual);                                           \
		const char *expected_ = (expected);                                       \
		if (strcmp(actual_, expected_) != 0) {                                    \
			failures++;                                                       \
			printf("%s:%d: %s is\n%s\nand not\n%s\n", __FILE__, __LINE__,     \
			       #actual, actual_, expected_);                              \
		}                                                                         \
	} while (0)

/* The error that is set, which is cleared; "" without one. */
#define CHECK_ERROR(c, expected)                                                          \
	do {                                                                              \
		CHECK_TEXT((c)->error ? (c)->message : "", expected);                     \
		(c)->error = STSX_OK;                                                     \
	} while (0)

struct fixture {
	struct stsx_program program;
	struct stsx_session session;
	char text[1 << 20];
};

static inline struct stsx_context *fixture_open(struct fixture *fixture, size_t string_size)
{
	memset(fixture, 0, sizeof(*fixture));
	fixture->program.limits.max_string_length = (uint32_t)string_size;
	fixture->session.program = &fixture->program;
	fixture->session.output = stsx_output_create(memfd_create("output", 0));
	fixture->session.match = stsx_match_create();
	fixture->session.context = stsx_context_create(string_size, 10, fixture->session.output);
	fixture->session.context->session = &fixture->session;
	stsx_context_reset(fixture->session.context, 1000);
	return fixture->session.context;
}

static inline void fixture_close(struct fixture *fixture)
{
	stsx_context_destroy(fixture->session.context);
	close(fixture->session.output->fd);
	stsx_output_destroy(fixture->session.output);
	stsx_match_destroy(fixture->session.match);
	free(fixture->session.tokens);
}

static inline size_t printed_bytes(struct fixture *fixture)
{
	int fd = fixture->session.output->fd;
	ssize_t length;

	stsx_output_flush(fixture->session.output);
	length = pread(fd, fixture->text, sizeof(fixture->text) - 1, 0);
	fixture->text[length < 0 ? 0 : length] = '\0';
	if (ftruncate(fd, 0) < 0 || lseek(fd, 0, SEEK_SET) < 0)
		failures++;
	return length < 0 ? 0 : (size_t)length;
}

static inline const char *printed(struct fixture *fixture)
{
	printed_bytes(fixture);
	return fixture->text;
}

static inline int check_result(void)
{
	if (failures)
		printf("%d failed\n", failures);
	return failures != 0;
}

#endif
