/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a recording, one by one: a file of any size in the memory of its longest line. */
#ifndef STSX_SESSION_RECORDING_LINES_H
#define STSX_SESSION_RECORDING_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stsx_lines {
	const char *path;
	int fd;
	int error; /* errno of a read that failed */
	char *bytes;
	size_t size;	 /* of the buffer */
	size_t used;	 /* bytes in it */
	size_t next;	 /* where the next line begins */
	size_t start;	 /* of the line that was given last */
	size_t length;	 /* of that line */
	uint64_t number; /* of that line, from 1 */
	uint32_t sum;	 /* CRC-32 of what is in the buffer no more */
};

/* The next line, NUL-terminated without its newline, good until the next call; NULL: there is none. */
char *stsx_lines_take(struct stsx_lines *lines);
/* Something stands behind the end of the line that was given last. */
bool stsx_lines_is_cut(const struct stsx_lines *lines);
/* What stands there is longer than any line. */
bool stsx_lines_is_endless(const struct stsx_lines *lines);
/* CRC-32 of all bytes before place `at` of the line that was given last. */
uint32_t stsx_lines_sum(struct stsx_lines *lines, size_t at);

#endif
