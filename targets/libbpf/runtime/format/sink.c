// SPDX-License-Identifier: Apache-2.0
/* Begin and end of a print or sprint. */
#include "sink.h"

#include <stdlib.h>

#include "../api/format.h"
#include "../core/memory.h"
#include "output.h"

struct stsx_sink *stsx_sink_create(struct stsx_output *output)
{
	struct stsx_sink *sink = stsx_calloc(1, sizeof(*sink));

	sink->output = output;
	return sink;
}

void stsx_sink_destroy(struct stsx_sink *sink)
{
	free(sink);
}

void stsx_print_begin(struct stsx_context *c)
{
	struct stsx_output *output = c->sink->output;

	if (output->used + STSX_PRINT_LIMIT + STSX_TABLE_LIMIT > sizeof(output->bytes))
		stsx_output_flush(output);
	c->sink->printing = true;
	c->sink->start = output->bytes + output->used;
	c->sink->at = c->sink->start;
	c->sink->end = c->sink->start + STSX_PRINT_LIMIT;
}

/* Memory is read before anything is printed: a print that fails prints nothing. */
void stsx_print_end(struct stsx_context *c)
{
	if (c->error)
		return;
	c->sink->output->used += (size_t)(c->sink->at - c->sink->start);
}

void stsx_format_begin(struct stsx_context *c)
{
	c->sink->printing = false;
	c->sink->start = stsx_allocate(c, c->string_size);
	c->sink->at = c->sink->start;
	c->sink->end = c->sink->start + c->string_size - 1;
}

const char *stsx_format_end(struct stsx_context *c)
{
	struct stsx_sink *sink = c->sink;
	size_t length;

	*sink->at = '\0';
	length = strlen(sink->start);
	/* The buffer was the arena's last piece: give back what the text does not use. */
	c->arena_used = (size_t)(sink->start - c->arena) + ((length + 8) & ~(size_t)7);
	return sink->start;
}
