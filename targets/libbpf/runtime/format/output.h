/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The output: standard output or -o's file, behind a buffer. A reader that went away (EPIPE) makes it broken, and what
 * is printed later vanishes; any other failure is kept for the session to report.
 */
#ifndef STSX_FORMAT_OUTPUT_H
#define STSX_FORMAT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Most bytes that one print statement writes. */
#define STSX_PRINT_LIMIT 8192
/* Most bytes of one histogram's table: 130 rows of at most 115 bytes. */
#define STSX_TABLE_LIMIT 16384

struct stsx_output {
	int fd;
	size_t used;
	uint64_t flushed; /* bytes that were printed and are no longer here */
	bool broken; /* nobody reads any more */
	int error; /* errno of the write that failed otherwise */
	char bytes[65536 + STSX_PRINT_LIMIT + STSX_TABLE_LIMIT];
};

struct stsx_output *stsx_output_create(int fd);
void stsx_output_destroy(struct stsx_output *output);

/* Writes all that is buffered, waiting for a reader that is slow. */
void stsx_output_flush(struct stsx_output *output);

#endif
