// SPDX-License-Identifier: Apache-2.0
#include "recording-lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "../core/memory.h"

#define CHUNK (1 << 20)
/* Longer than any line: a file that has none so far is something else. */
#define LONGEST_LINE (1 << 26)

static uint32_t add_sum(uint32_t sum, const char *bytes, size_t length)
{
	return (uint32_t)crc32_z(sum, (const Bytef *)bytes, length);
}

/* All that was given as lines makes room. */
static bool refill(struct stsx_lines *lines)
{
	ssize_t got;

	if (lines->next) {
		lines->sum = add_sum(lines->sum, lines->bytes, lines->next);
		memmove(lines->bytes, lines->bytes + lines->next, lines->used - lines->next);
	}
	lines->used -= lines->next;
	lines->next = lines->start = lines->length = 0;
	if (stsx_lines_is_endless(lines))
		return false;
	if (lines->size - lines->used < CHUNK) {
		lines->size = 2 * lines->size + CHUNK;
		lines->bytes = stsx_realloc(lines->bytes, lines->size);
	}
	do {
		got = read(lines->fd, lines->bytes + lines->used, CHUNK);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		lines->error = errno;
	if (got <= 0)
		return false;
	lines->used += (size_t)got;
	return true;
}

char *stsx_lines_take(struct stsx_lines *lines)
{
	size_t seen = 0;
	char *end;

	/* The sum is of the file's own bytes. */
	if (lines->next)
		lines->bytes[lines->next - 1] = '\n';
	for (;;) {
		const size_t from = lines->next + seen;

		end = lines->used > from ? memchr(lines->bytes + from, '\n', lines->used - from) : NULL;
		if (end)
			break;
		seen = lines->used - lines->next;
		if (!refill(lines))
			return NULL;
	}
	*end = '\0';
	lines->start = lines->next;
	lines->length = (size_t)(end - lines->bytes) - lines->start;
	lines->next = lines->start + lines->length + 1;
	lines->number++;
	return lines->bytes + lines->start;
}

bool stsx_lines_is_cut(const struct stsx_lines *lines)
{
	return lines->next < lines->used;
}

bool stsx_lines_is_endless(const struct stsx_lines *lines)
{
	return lines->used - lines->next > LONGEST_LINE;
}

uint32_t stsx_lines_sum(struct stsx_lines *lines, size_t at)
{
	return add_sum(lines->sum, lines->bytes, lines->start + at);
}
