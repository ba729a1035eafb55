// SPDX-License-Identifier: Apache-2.0
/* The arena is reserved address space, of which only what is used takes memory: strings never move in it. */
#include "context.h"

#include <sys/mman.h>

#include "../format/sink.h"
#include "memory.h"

#include <stdlib.h>

#define ARENA_SIZE ((size_t)256 << 20)

static void reserve_arena(struct stsx_context *c)
{
	size_t size = ARENA_SIZE + c->string_size * 4096;

	/* A limit on address space (ulimit -v) may allow only a smaller one. */
	for (; size >= ARENA_SIZE / 256; size /= 2) {
		void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (memory != MAP_FAILED) {
			c->arena = memory;
			c->arena_size = size;
			return;
		}
	}
	stsx_out_of_memory();
}

struct stsx_context *stsx_context_create(size_t string_size, uint32_t max_nesting, struct stsx_output *output)
{
	struct stsx_context *c = stsx_calloc(1, sizeof(*c));

	c->string_size = string_size;
	c->max_depth = max_nesting;
	c->calls = stsx_calloc((size_t)max_nesting + 1, sizeof(*c->calls));
	c->message = stsx_calloc(1, string_size);
	c->sink = stsx_sink_create(output);
	reserve_arena(c);
	return c;
}

void stsx_context_destroy(struct stsx_context *c)
{
	munmap(c->arena, c->arena_size);
	stsx_sink_destroy(c->sink);
	free(c->chain);
	free(c->message);
	free(c->calls);
	free(c);
}

void stsx_context_reset(struct stsx_context *c, int64_t max_action)
{
	c->error = STSX_OK;
	c->actions_left = max_action;
	c->depth = 0;
	c->arena_used = 0;
}

void *stsx_arena_overflow(struct stsx_context *c)
{
	(void)c;
	stsx_out_of_memory();
}
