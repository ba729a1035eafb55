/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a recording, read one by one, and the JSON in them. */
#ifndef STSX_SESSION_RECORDING_LINE_H
#define STSX_SESSION_RECORDING_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stsx_lines {
	const char *path;
	int fd;
	char *bytes;
	size_t size;	 /* of the buffer */
	size_t used;	 /* bytes in it */
	size_t next;	 /* where the next line begins */
	uint64_t number; /* of the line that was given last, from 1 */
};

/* The next line, NUL-terminated without its newline, good until the next call; NULL: there is none. */
char *stsx_lines_take(struct stsx_lines *lines);

enum stsx_line_kind {
	STSX_LINE_BEGIN,
	STSX_LINE_END,
	STSX_LINE_ERROR,
	STSX_LINE_TIMER,
	STSX_LINE_EVENT,
	STSX_LINE_LOST,
	STSX_LINE_STOP,
	STSX_LINE_START,
	STSX_LINE_GLOBAL,
	STSX_LINE_CLOSE,
	STSX_LINE_NONE,
};

struct stsx_line {
	enum stsx_line_kind kind;
	int64_t number; /* "n" */
	int64_t value;	/* of the member that tells the kind: a probe, a count */
	int64_t time;
	int64_t cpu;
	int64_t target;
	const char *read; /* the list; NULL: there is none */
	const char *asked;
};

/* False: `text` is not a line of a recording. */
bool stsx_line_parse(struct stsx_line *line, const char *text);

/* Values: they move `*at` behind what they read. False: something else stands there. */
bool stsx_json_char(const char **at, char expected);
bool stsx_json_long(const char **at, int64_t *value);
/* Cut to `size` with its NUL; the bytes behind it are not touched. */
bool stsx_json_string(const char **at, char *text, size_t size);
bool stsx_json_skip(const char **at);

#endif
