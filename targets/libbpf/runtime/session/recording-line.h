/* SPDX-License-Identifier: Apache-2.0 */
/* What a line of a recording says, and whether it is one: by the same rules, in the same order and words as
 * the compiler's reader. */
#ifndef STSX_SESSION_RECORDING_LINE_H
#define STSX_SESSION_RECORDING_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stsx_field;
struct stsx_program;

enum stsx_line_kind {
	STSX_LINE_EVENT,
	STSX_LINE_TIMER,
	STSX_LINE_INPUT,
	STSX_LINE_BEGIN,
	STSX_LINE_END,
	STSX_LINE_ERROR,
	STSX_LINE_LOST,
	STSX_LINE_STOP,
	STSX_LINE_START,
	STSX_LINE_GLOBAL,
	STSX_LINE_CLOSE,
	STSX_LINE_NONE,
};

enum stsx_line_member {
	/* One of these tells the kind of the line, and stands in the place of that kind. */
	STSX_MEMBER_N = STSX_LINE_NONE,
	STSX_MEMBER_TIME,
	STSX_MEMBER_CPU,
	STSX_MEMBER_READ,
	STSX_MEMBER_ASKED,
	STSX_MEMBER_PRINTED,
	STSX_MEMBER_VALUE,
	STSX_MEMBER_COUNT,
};

#define STSX_REASON_SIZE 256

struct stsx_line {
	enum stsx_line_kind kind;
	int64_t number;				/* "n" */
	int64_t value;				/* of the member that tells the kind: a probe, a count */
	int64_t target;				/* of the start */
	const char *members[STSX_MEMBER_COUNT]; /* their values; NULL: it has none */
	char reason[STSX_REASON_SIZE];
};

/* Finds the members and the number. False: `line->reason` says why `text` is not a line of a recording. */
bool stsx_line_parse(struct stsx_line *line, const char *text, size_t length);
/* Notes the reason, and gives false. */
bool stsx_line_wrong(struct stsx_line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Whether the line says what lines of its kind say, so that nobody else has to look. */
bool stsx_line_check(struct stsx_line *line, const struct stsx_program *program, bool first);
#define STSX_NO_SUM  (-1)
#define STSX_ODD_SUM (-2)
/* Where in `text`, a closing line, the sum begins; `found`: it. An odd one was never written by a recorder.
 */
ptrdiff_t stsx_line_sum(const struct stsx_line *line, const char *text, size_t length, uint32_t *found);
/* The name of the global, cut to `size`. */
void stsx_line_name(const struct stsx_line *line, char *name, size_t size);
/* What tells a kind, in the file. */
const char *stsx_line_word(enum stsx_line_kind kind);

/* The value of a field, into `place`, or the address that faulted. False: something else stands there. */
bool stsx_line_value(const char **at, const struct stsx_field *field, void *place, bool *faulted);

#endif
