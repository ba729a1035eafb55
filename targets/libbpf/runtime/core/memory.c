// SPDX-License-Identifier: Apache-2.0
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void stsx_out_of_memory(void)
{
	static const char text[] = "ERROR: out of memory\n";

	(void)!write(STDERR_FILENO, text, sizeof(text) - 1);
	_exit(1);
}

void *stsx_malloc(size_t size)
{
	void *memory = malloc(size);

	if (!memory)
		stsx_out_of_memory();
	return memory;
}

void *stsx_calloc(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (!memory)
		stsx_out_of_memory();
	return memory;
}

void *stsx_realloc(void *old, size_t size)
{
	void *memory = realloc(old, size);

	if (!memory)
		stsx_out_of_memory();
	return memory;
}

char *stsx_strdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(stsx_malloc(size), text, size);
}

char *stsx_strndup(const char *text, size_t length)
{
	size_t size = strnlen(text, length);
	char *copy = stsx_malloc(size + 1);

	memcpy(copy, text, size);
	copy[size] = '\0';
	return copy;
}
