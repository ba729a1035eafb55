// SPDX-License-Identifier: Apache-2.0
#include "../api/string.h"

void stsx_string_set(struct stsx_context *c, char *destination, const char *source)
{
	size_t length = strnlen(source, c->string_size - 1);

	memmove(destination, source, length);
	destination[length] = '\0';
}

void stsx_string_append(struct stsx_context *c, char *destination, const char *source)
{
	size_t used = strnlen(destination, c->string_size - 1);
	size_t length = strnlen(source, c->string_size - 1 - used);

	memmove(destination + used, source, length);
	destination[used + length] = '\0';
}

const char *stsx_string_copy(struct stsx_context *c, const char *source)
{
	size_t length = strnlen(source, c->string_size - 1);
	char *copy = stsx_allocate(c, length + 1);

	memcpy(copy, source, length);
	copy[length] = '\0';
	return copy;
}

const char *stsx_concat(struct stsx_context *c, const char *a, const char *b)
{
	size_t limit = c->string_size - 1;
	size_t first = strnlen(a, limit);
	size_t second = strnlen(b, limit - first);
	char *text = stsx_allocate(c, first + second + 1);

	memcpy(text, a, first);
	memcpy(text + first, b, second);
	text[first + second] = '\0';
	return text;
}
