// SPDX-License-Identifier: Apache-2.0
/* Whether a line says what lines of its kind say. */
#include <inttypes.h>
#include <string.h>

#include "../api/program.h"
#include "recording-json.h"
#include "recording-line.h"

static bool is_fault(const char **at, int64_t *address)
{
	char name[8];
	size_t length;

	return stsx_json_char(at, '{') && stsx_json_string(at, name, sizeof(name), &length) &&
	       length < sizeof(name) && strcmp(name, "fault") == 0 && stsx_json_char(at, ':') &&
	       stsx_json_long(at, address) && stsx_json_char(at, '}');
}

bool stsx_line_value(const char **at, const struct stsx_field *field, void *place, bool *faulted)
{
	int64_t number;
	size_t length;

	*faulted = **at == '{';
	if (!*faulted && field->size)
		return stsx_json_string(at, place, place ? field->size : 0, &length) && length < field->size;
	if (*faulted ? !is_fault(at, &number) : !stsx_json_long(at, &number))
		return false;
	if (place)
		memcpy(place, &number, sizeof(number));
	return true;
}

static bool no_number(struct stsx_line *line, const char *value)
{
	const char *end = value;

	stsx_json_skip(&end);
	return stsx_line_wrong(line, "%.*s is no number of 64 bits", (int)(end - value), value);
}

/* Why `read` has not the values of the probe's events. */
static bool wrong_values(struct stsx_line *line, const struct stsx_probe *probe, uint32_t count,
			 const char *bad)
{
	const struct stsx_field *field = &probe->fields[count];
	size_t length;

	if (*bad == '{') {
		const char *at = bad;
		char name[8];

		if (!stsx_json_char(&at, '{') || !stsx_json_string(&at, name, sizeof(name), NULL) ||
		    strcmp(name, "fault") != 0 || !stsx_json_char(&at, ':'))
			return stsx_line_wrong(line, "a value is neither number nor text nor fault");
		return no_number(line, at);
	}
	if (*bad == '[' || *bad == 'n')
		return stsx_line_wrong(line, "a value is neither number nor text nor fault");
	if (!field->size)
		return no_number(line, bad);
	if (stsx_json_string(&bad, NULL, 0, &length))
		return stsx_line_wrong(line, "%s is longer than its %" PRIu32 " bytes", field->key,
				       field->size);
	return stsx_line_wrong(line, "%s is no text", field->key);
}

static bool check_values(struct stsx_line *line, const struct stsx_probe *probe)
{
	const char *at = line->members[STSX_MEMBER_READ];
	const bool is_list = at && stsx_json_char(&at, '[');
	const char *bad = NULL;
	uint32_t bad_place = 0;
	uint32_t count = 0;

	if (is_list && !stsx_json_char(&at, ']')) {
		do {
			const char *value = at;
			bool faulted;

			if (!bad && count < probe->field_count &&
			    !stsx_line_value(&value, &probe->fields[count], NULL, &faulted)) {
				bad = value = at;
				bad_place = count;
			}
			if (value == at)
				stsx_json_skip(&value);
			at = value;
			count++;
		} while (stsx_json_char(&at, ','));
	}
	if (!is_list || count != probe->field_count)
		return stsx_line_wrong(line,
				       "its event has not the %" PRIu32 " values that the first line names",
				       probe->field_count);
	return !bad || wrong_values(line, probe, bad_place, bad);
}

/* `at`: a list of lists of a name and a value. */
static bool check_answers(struct stsx_line *line, const char *at)
{
	static const char *const error_names[] = {"error"};
	char name[64];
	int64_t number;

	if (!stsx_json_char(&at, '['))
		return stsx_line_wrong(line, "asked is no list");
	if (stsx_json_char(&at, ']'))
		return true;
	do {
		const char *value;
		const char *error = NULL;

		if (!stsx_json_char(&at, '[') || !stsx_json_string(&at, name, sizeof(name), NULL) ||
		    !stsx_json_char(&at, ','))
			return stsx_line_wrong(line, "an answer is not a name and a value");
		value = at;
		stsx_json_skip(&at);
		if (!stsx_json_char(&at, ']'))
			return stsx_line_wrong(line, "an answer is not a name and a value");
		if (*value == '-' || (*value >= '0' && *value <= '9')) {
			const char *end = value;

			if (!stsx_json_long(&end, &number))
				return no_number(line, value);
			continue;
		}
		if (*value == '{')
			value = stsx_json_members(value, error_names, &error, 1) && error ? error : "";
		if (!stsx_json_string(&value, NULL, 0, NULL))
			return stsx_line_wrong(
				line, "the answer of %s() is neither number nor text nor error", name);
	} while (stsx_json_char(&at, ','));
	return true;
}

static bool check_count(struct stsx_line *line, const char *value, const char *name, int64_t *count)
{
	return (value && stsx_json_count(&value, count)) || stsx_line_wrong(line, "%s is no count", name);
}

static bool check_long(struct stsx_line *line, const char *value)
{
	const char *at = value;
	int64_t number;

	if (!value)
		return stsx_line_wrong(line, "undefined is no number of 64 bits");
	return stsx_json_long(&at, &number) || no_number(line, value);
}

static bool check_start(struct stsx_line *line)
{
	static const char *const start_names[] = {"release", "time", "target", "realtime"};
	const char *values[4] = {NULL};
	int64_t time;

	if (*line->members[STSX_LINE_START] != '{' ||
	    !stsx_json_members(line->members[STSX_LINE_START], start_names, values, 4) || !values[0] ||
	    *values[0] != '"')
		return stsx_line_wrong(line, "it does not tell of the start");
	return check_count(line, values[1], "time", &time) &&
	       check_count(line, values[2], "target", &line->target) && check_long(line, values[3]);
}

static bool check_close(struct stsx_line *line)
{
	static const char *const close_names[] = {"status", "errors", "skipped", "lost", "printed", "sum"};
	const char *values[6] = {NULL};
	const char *const close = line->members[STSX_LINE_CLOSE];
	int64_t count;

	if (*close == '{' && !stsx_json_members(close, close_names, values, 6))
		return stsx_line_wrong(line, "it has a member that no line has");
	for (size_t i = 0; i < 4; i++) {
		if (!check_count(line, values[i], close_names[i], &count))
			return false;
	}
	return !values[4] || check_count(line, values[4], "printed", &count);
}

static bool check_run(struct stsx_line *line, const struct stsx_program *program)
{
	const char *value = line->members[line->kind];
	const char *const *members = line->members;
	int64_t count;

	if (!stsx_json_count(&value, &line->value) || line->value >= program->probe_count) {
		const char *end = value = members[line->kind];

		stsx_json_skip(&end);
		return stsx_line_wrong(line, "there is no probe %.*s", (int)(end - value), value);
	}
	if (line->kind == STSX_LINE_EVENT) {
		if (!check_long(line, members[STSX_MEMBER_TIME]) ||
		    !check_count(line, members[STSX_MEMBER_CPU], "cpu", &count) ||
		    !check_values(line, &program->probes[line->value]))
			return false;
	} else if (members[STSX_MEMBER_READ]) {
		return stsx_line_wrong(line, "only events read values");
	}
	return (!members[STSX_MEMBER_ASKED] || check_answers(line, members[STSX_MEMBER_ASKED])) &&
	       (!members[STSX_MEMBER_PRINTED] ||
		check_count(line, members[STSX_MEMBER_PRINTED], "printed", &count));
}

/* The only member that tells of something that happens. */
static enum stsx_line_kind kind_of(const struct stsx_line *line)
{
	enum stsx_line_kind found = STSX_LINE_NONE;

	for (enum stsx_line_kind kind = 0; kind < STSX_LINE_NONE; kind++) {
		if (!line->members[kind])
			continue;
		if (found != STSX_LINE_NONE)
			return STSX_LINE_NONE;
		found = kind;
	}
	return found;
}

bool stsx_line_check(struct stsx_line *line, const struct stsx_program *program, bool first)
{
	const char *value;

	if (line->reason[0])
		return false;
	line->kind = kind_of(line);
	if (first)
		return line->kind == STSX_LINE_START ? check_start(line)
						     : stsx_line_wrong(line, "it does not tell of the start");
	value = line->kind == STSX_LINE_NONE ? NULL : line->members[line->kind];
	switch (line->kind) {
	case STSX_LINE_EVENT:
	case STSX_LINE_TIMER:
	case STSX_LINE_INPUT:
	case STSX_LINE_BEGIN:
	case STSX_LINE_END:
	case STSX_LINE_ERROR:
		return check_run(line, program);
	case STSX_LINE_LOST:
		return check_count(line, value, "lost", &line->value);
	case STSX_LINE_CLOSE:
		return check_close(line);
	case STSX_LINE_STOP:
		if (*value == 't')
			return true;
		break;
	case STSX_LINE_GLOBAL:
		if (*value == '"' && line->members[STSX_MEMBER_VALUE])
			return true;
		break;
	case STSX_LINE_START:
	case STSX_LINE_NONE:
		break;
	}
	return stsx_line_wrong(line, "it says of nothing that happens in a session");
}
