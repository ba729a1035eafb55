/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where stsx_put_* writes: straight into the output's buffer for print, into the arena for sprint. What goes beyond
 * `end` is dropped.
 */
#ifndef STSX_FORMAT_SINK_H
#define STSX_FORMAT_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct stsx_output;

struct stsx_sink {
	char *at;
	char *end;
	char *start;
	struct stsx_output *output; /* of print */
	bool printing; /* else formatting */
};

struct stsx_sink *stsx_sink_create(struct stsx_output *output);
void stsx_sink_destroy(struct stsx_sink *sink);

static inline size_t stsx_sink_room(const struct stsx_sink *sink)
{
	return (size_t)(sink->end - sink->at);
}

static inline void stsx_sink_bytes(struct stsx_sink *sink, const char *bytes, size_t length)
{
	if (length > stsx_sink_room(sink))
		length = stsx_sink_room(sink);
	memcpy(sink->at, bytes, length);
	sink->at += length;
}

static inline void stsx_sink_fill(struct stsx_sink *sink, char byte, size_t length)
{
	if (length > stsx_sink_room(sink))
		length = stsx_sink_room(sink);
	memset(sink->at, byte, length);
	sink->at += length;
}

#endif
