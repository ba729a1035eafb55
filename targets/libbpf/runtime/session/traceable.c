// SPDX-License-Identifier: Apache-2.0
/*
 * A kernel attaches all functions of a kprobe.multi program or none: one that it cannot attach to (notrace, freed after boot, inlined
 * everywhere) must be left out before. The list is read as one text, its names found by hash.
 */
#include "traceable.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../core/memory.h"

static const char *const lists[] = {
	"/sys/kernel/tracing/available_filter_functions",
	"/sys/kernel/debug/tracing/available_filter_functions",
};

static bool is_read;
static char *text; /* NULL: there is no list */
/* Where names begin in the text, one more; 0: a free place. */
static uint32_t *names;
static uint32_t place_mask;

static uint32_t place_of(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash & place_mask;
}

static char *read_all(const char *path)
{
	size_t size = 1 << 20;
	size_t length = 0;
	char *content = stsx_calloc(size, 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t count = -1;

	while (fd >= 0 && (count = read(fd, content + length, size - length - 1)) > 0) {
		length += (size_t)count;
		if (length + 4096 > size)
			content = stsx_realloc(content, size *= 2);
	}
	if (fd >= 0)
		close(fd);
	if (count < 0 || length == 0) {
		free(content);
		return NULL;
	}
	content[length] = '\0';
	return content;
}

/* Lines are "name" or "name [module]"; the rest of each is cut off. */
static void index_names(void)
{
	uint32_t lines = 0;
	char *line;

	for (line = text; (line = strchr(line, '\n')); line++)
		lines++;
	for (place_mask = 1; place_mask < 2 * lines; place_mask = place_mask << 1 | 1)
		;
	names = stsx_calloc((size_t)place_mask + 1, sizeof(*names));
	for (line = text; *line;) {
		size_t length = strcspn(line, "\n");
		bool is_last = line[length] == '\0';
		bool has_module;
		uint32_t place;

		line[length] = '\0';
		has_module = line[strcspn(line, " ")] != '\0';
		for (place = place_of(line); !has_module && names[place]; place = (place + 1) & place_mask)
			;
		if (!has_module)
			names[place] = (uint32_t)(line - text) + 1;
		line += is_last ? length : length + 1;
	}
}

bool stsx_is_traceable(const char *function)
{
	for (size_t i = 0; !is_read && !text && i < sizeof(lists) / sizeof(lists[0]); i++)
		text = read_all(lists[i]);
	is_read = true;
	if (!text)
		return true;
	if (!names)
		index_names();
	for (uint32_t place = place_of(function); names[place]; place = (place + 1) & place_mask) {
		if (strcmp(text + names[place] - 1, function) == 0)
			return true;
	}
	return false;
}

bool stsx_traceable_is_read(void)
{
	return is_read;
}

void stsx_traceable_forget(void)
{
	free(text);
	free(names);
	text = NULL;
	names = NULL;
	is_read = false;
}
