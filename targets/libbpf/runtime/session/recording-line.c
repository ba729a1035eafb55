// SPDX-License-Identifier: Apache-2.0
#include "recording-line.h"

#include <string.h>
#include <unistd.h>

#include "../core/memory.h"

#define CHUNK (1 << 20)
/* Nothing in a recording nests deeper, by far. */
#define DEEPEST 64

static bool refill(struct stsx_lines *lines)
{
	ssize_t got;

	memmove(lines->bytes, lines->bytes + lines->next, lines->used - lines->next);
	lines->used -= lines->next;
	lines->next = 0;
	if (lines->size - lines->used < CHUNK) {
		lines->size = 2 * lines->size + CHUNK;
		lines->bytes = stsx_realloc(lines->bytes, lines->size);
	}
	got = read(lines->fd, lines->bytes + lines->used, CHUNK);
	if (got <= 0)
		return false;
	lines->used += (size_t)got;
	return true;
}

char *stsx_lines_take(struct stsx_lines *lines)
{
	char *end = lines->bytes ? memchr(lines->bytes + lines->next, '\n', lines->used - lines->next) : NULL;
	char *line;

	while (!end) {
		size_t seen = lines->used - lines->next;

		if (!refill(lines))
			return NULL;
		end = memchr(lines->bytes + seen, '\n', lines->used - seen);
	}
	*end = '\0';
	line = lines->bytes + lines->next;
	lines->next = (size_t)(end - lines->bytes) + 1;
	lines->number++;
	return line;
}

static void skip_blanks(const char **at)
{
	while (**at == ' ' || **at == '\t' || **at == '\r')
		++*at;
}

bool stsx_json_char(const char **at, char expected)
{
	skip_blanks(at);
	if (**at != expected)
		return false;
	++*at;
	skip_blanks(at);
	return true;
}

/* Digits, in quotes where the number is large. */
bool stsx_json_long(const char **at, int64_t *value)
{
	const bool quoted = stsx_json_char(at, '"');
	const bool negative = **at == '-';
	uint64_t number = 0;
	uint32_t digits = 0;

	if (negative)
		++*at;
	for (; **at >= '0' && **at <= '9'; ++*at, digits++) {
		uint64_t digit = (uint64_t)(**at - '0');

		if (number > (UINT64_MAX - digit) / 10)
			return false;
		number = 10 * number + digit;
	}
	if (digits == 0 || number > (uint64_t)INT64_MAX + negative)
		return false;
	*value = (int64_t)(negative ? 0 - number : number);
	return !quoted || stsx_json_char(at, '"');
}

static int hexadecimal(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit |= 0x20;
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* The byte behind a backslash; a character above 255 is none. */
static bool unescape(const char **at, char *byte)
{
	static const char names[] = "\"\\/bfnrt";
	static const char bytes[] = "\"\\/\b\f\n\r\t";
	const char *known;
	int value = 0;

	if (**at != 'u') {
		known = **at ? strchr(names, **at) : NULL;
		if (!known)
			return false;
		*byte = bytes[known - names];
		++*at;
		return true;
	}
	++*at;
	for (int i = 0; i < 4; i++, ++*at) {
		int digit = hexadecimal(**at);

		if (digit < 0)
			return false;
		value = 16 * value + digit;
	}
	*byte = (char)value;
	return value > 0 && value < 256;
}

bool stsx_json_string(const char **at, char *text, size_t size)
{
	size_t used = 0;

	skip_blanks(at);
	if (**at != '"')
		return false;
	++*at;
	while (**at != '"') {
		char byte = **at;

		if (!byte)
			return false;
		++*at;
		if (byte == '\\' && !unescape(at, &byte))
			return false;
		if (used + 1 < size)
			text[used++] = byte;
	}
	++*at;
	if (size)
		text[used] = '\0';
	return true;
}

bool stsx_json_skip(const char **at)
{
	char closing[DEEPEST];
	uint32_t depth = 0;

	skip_blanks(at);
	do {
		char byte = **at;

		if (byte == '"') {
			if (!stsx_json_string(at, NULL, 0))
				return false;
		} else if (byte == '{' || byte == '[') {
			if (depth == DEEPEST)
				return false;
			closing[depth++] = byte == '{' ? '}' : ']';
			++*at;
		} else if (byte == '}' || byte == ']') {
			if (depth == 0 || closing[--depth] != byte)
				return false;
			++*at;
		} else if (!byte) {
			return false;
		} else if (depth == 0) {
			*at += strcspn(*at, ",]} \t\r");
		} else {
			++*at;
		}
	} while (depth > 0);
	skip_blanks(at);
	return true;
}

static const char *const kinds[] = {
	[STSX_LINE_BEGIN] = "begin", [STSX_LINE_END] = "end",	  [STSX_LINE_ERROR] = "error",
	[STSX_LINE_TIMER] = "timer", [STSX_LINE_EVENT] = "event", [STSX_LINE_LOST] = "lost",
	[STSX_LINE_STOP] = "stop",   [STSX_LINE_START] = "start", [STSX_LINE_GLOBAL] = "global",
	[STSX_LINE_CLOSE] = "close",
};

static bool take_target(struct stsx_line *line, const char *at)
{
	char name[16];

	for (bool more = stsx_json_char(&at, '{'); more; more = stsx_json_char(&at, ',')) {
		if (!stsx_json_string(&at, name, sizeof(name)) || !stsx_json_char(&at, ':'))
			return false;
		if (strcmp(name, "target") == 0)
			return stsx_json_long(&at, &line->target);
		if (!stsx_json_skip(&at))
			return false;
	}
	return false;
}

static bool take_member(struct stsx_line *line, const char *name, const char **at)
{
	if (strcmp(name, "n") == 0)
		return stsx_json_long(at, &line->number);
	if (strcmp(name, "time") == 0)
		return stsx_json_long(at, &line->time);
	if (strcmp(name, "cpu") == 0)
		return stsx_json_long(at, &line->cpu);
	if (strcmp(name, "read") == 0)
		line->read = *at;
	if (strcmp(name, "asked") == 0)
		line->asked = *at;
	for (enum stsx_line_kind kind = 0; kind < STSX_LINE_NONE; kind++) {
		if (strcmp(name, kinds[kind]) != 0)
			continue;
		line->kind = kind;
		if (kind == STSX_LINE_START && !take_target(line, *at))
			return false;
		if (kind <= STSX_LINE_LOST)
			return stsx_json_long(at, &line->value);
	}
	return stsx_json_skip(at);
}

bool stsx_line_parse(struct stsx_line *line, const char *text)
{
	const char *at = text;
	bool more = stsx_json_char(&at, '{');
	char name[16];

	*line = (struct stsx_line){.kind = STSX_LINE_NONE};
	for (; more; more = stsx_json_char(&at, ',')) {
		if (!stsx_json_string(&at, name, sizeof(name)) || !stsx_json_char(&at, ':') ||
		    !take_member(line, name, &at))
			return false;
	}
	return stsx_json_char(&at, '}') && *at == '\0' && line->kind != STSX_LINE_NONE;
}
