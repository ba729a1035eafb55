// SPDX-License-Identifier: Apache-2.0
#include "recording-line.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "recording-json.h"

static const char *const names[] = {
	[STSX_LINE_EVENT] = "event",	   [STSX_LINE_TIMER] = "timer",	  [STSX_LINE_BEGIN] = "begin",
	[STSX_LINE_INPUT] = "input",
	[STSX_LINE_END] = "end",	   [STSX_LINE_ERROR] = "error",	  [STSX_LINE_LOST] = "lost",
	[STSX_LINE_STOP] = "stop",	   [STSX_LINE_START] = "start",	  [STSX_LINE_GLOBAL] = "global",
	[STSX_LINE_CLOSE] = "close",	   [STSX_MEMBER_N] = "n",	  [STSX_MEMBER_TIME] = "time",
	[STSX_MEMBER_CPU] = "cpu",	   [STSX_MEMBER_READ] = "read",	  [STSX_MEMBER_ASKED] = "asked",
	[STSX_MEMBER_PRINTED] = "printed", [STSX_MEMBER_VALUE] = "value",
};

bool stsx_line_wrong(struct stsx_line *line, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(line->reason, sizeof(line->reason), format, values);
	va_end(values);
	return false;
}

static int member_named(const char *name)
{
	for (int i = 0; i < STSX_MEMBER_COUNT; i++) {
		if (strcmp(name, names[i]) == 0)
			return i;
	}
	return -1;
}

bool stsx_line_parse(struct stsx_line *line, const char *text, size_t length)
{
	const char *at = text;
	bool known = true;
	bool more;

	line->kind = STSX_LINE_NONE;
	memset(line->members, 0, sizeof(line->members));
	line->reason[0] = '\0';
	if (!stsx_json_char(&at, '{')) {
		const bool sound = stsx_json_skip(&at) && at == text + length;

		return stsx_line_wrong(line, sound ? "it has no number" : "it is no JSON");
	}
	more = *at != '}';
	while (more) {
		char name[16];
		const char *start = at;
		const bool is_name = stsx_json_string(&at, name, sizeof(name), NULL);
		const int member = is_name ? member_named(name) : -1;

		if (!is_name) {
			at = start;
			if (*at != '"' || !stsx_json_skip(&at))
				return stsx_line_wrong(line, "it is no JSON");
		}
		if (!stsx_json_char(&at, ':'))
			return stsx_line_wrong(line, "it is no JSON");
		if (member >= 0)
			line->members[member] = at;
		else
			known = false;
		if (!stsx_json_skip(&at))
			return stsx_line_wrong(line, "it is no JSON");
		more = stsx_json_char(&at, ',');
	}
	if (!stsx_json_char(&at, '}') || at != text + length)
		return stsx_line_wrong(line, "it is no JSON");
	at = line->members[STSX_MEMBER_N];
	if (!at || *at == '"' || !stsx_json_long(&at, &line->number))
		return stsx_line_wrong(line, "it has no number");
	if (!known)
		stsx_line_wrong(line, "it has a member that no line has");
	return true;
}

ptrdiff_t stsx_line_sum(const struct stsx_line *line, const char *text, size_t length, uint32_t *found)
{
	static const char *const sum_names[] = {"sum"};
	const char *value = NULL;
	const char *const close = line->members[STSX_LINE_CLOSE];
	/* ,"sum":"01234567"}} */
	const size_t tail = 19;
	const char *at;

	if (*close == '{')
		stsx_json_members(close, sum_names, &value, 1);
	if (!value)
		return STSX_NO_SUM;
	if (length < tail)
		return STSX_ODD_SUM;
	at = text + length - tail;
	if (memcmp(at, ",\"sum\":\"", 8) != 0 || memcmp(at + 16, "\"}}", 3) != 0 || value != at + 7)
		return STSX_ODD_SUM;
	*found = 0;
	for (size_t i = 8; i < 16; i++) {
		const char digit = at[i];

		if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f'))
			return STSX_ODD_SUM;
		*found = 16 * *found + (uint32_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
	}
	return at - text;
}

void stsx_line_name(const struct stsx_line *line, char *name, size_t size)
{
	const char *at = line->members[STSX_LINE_GLOBAL];

	stsx_json_string(&at, name, size, NULL);
}

const char *stsx_line_word(enum stsx_line_kind kind)
{
	return names[kind];
}
