// SPDX-License-Identifier: Apache-2.0
/* Storage of global variables, and -G. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../array/array.h"
#include "../core/memory.h"
#include "../statistic/statistic.h"
#include "session.h"

/* A histogram that SystemTap would not make ends the session before any probe runs, in its words. */
static bool check_histogram(struct stsx_session *session, const struct stsx_global *global)
{
	const struct stsx_stat_shape *shape = global->kind == STSX_GLOBAL_ARRAY ? global->array->stat : global->stat;
	const char *complaint = shape ? stsx_histogram_complaint(shape) : NULL;

	if (!complaint)
		return true;
	stsx_warning(session, complaint);
	stsx_complain(session, "ERROR: global variable '__global_%s' allocation failed", global->name);
	return false;
}

static bool prepare(struct stsx_session *session, const struct stsx_global *global)
{
	if (!check_histogram(session, global))
		return false;
	if (global->kind == STSX_GLOBAL_STAT)
		*(struct stsx_stat **)global->storage = stsx_calloc(1, stsx_stat_size(global->stat));
	else if (global->kind == STSX_GLOBAL_ARRAY)
		*(struct stsx_array **)global->storage =
			stsx_array_create(global->array, session->program->limits.max_string_length);
	return true;
}

static bool set_long(const char *text, int64_t *number)
{
	char *end;

	errno = 0;
	*number = text[0] == '-' ? strtoll(text, &end, 0) : (int64_t)strtoull(text, &end, 0);
	return !errno && end != text && *end == '\0';
}

static bool override(struct stsx_session *session, const struct stsx_global *global, const char *value)
{
	size_t limit = session->program->limits.max_string_length - 1;
	size_t length;

	switch (global->kind) {
	case STSX_GLOBAL_LONG:
		if (set_long(value, global->storage))
			return true;
		stsx_complain(session, "ERROR: -G: '%s' is a number and cannot be set to '%s'", global->name, value);
		return false;
	case STSX_GLOBAL_STRING:
		length = strnlen(value, limit);
		memcpy(global->storage, value, length);
		((char *)global->storage)[length] = '\0';
		return true;
	case STSX_GLOBAL_STAT:
	case STSX_GLOBAL_ARRAY:
		break;
	}
	stsx_complain(session, "ERROR: -G: '%s' is neither a number nor a string", global->name);
	return false;
}

static bool apply_override(struct stsx_session *session, const char *text)
{
	const char *value = strchr(text, '=') + 1;
	size_t length = (size_t)(value - text) - 1;

	for (uint32_t i = 0; i < session->program->global_count; i++) {
		const struct stsx_global *global = &session->program->globals[i];

		if (strlen(global->name) == length && strncmp(global->name, text, length) == 0)
			return override(session, global, value);
	}
	stsx_complain(session, "ERROR: -G: the script has no global variable '%.*s'", (int)length, text);
	return false;
}

bool stsx_prepare_globals(struct stsx_session *session)
{
	for (uint32_t i = 0; i < session->program->global_count; i++) {
		if (!prepare(session, &session->program->globals[i]))
			return false;
	}
	for (uint32_t i = 0; i < session->options.override_count; i++) {
		if (!apply_override(session, session->options.overrides[i]))
			return false;
	}
	return true;
}

void stsx_release_globals(struct stsx_session *session)
{
	for (uint32_t i = 0; i < session->program->global_count; i++) {
		const struct stsx_global *global = &session->program->globals[i];

		if (global->kind == STSX_GLOBAL_STAT) {
			free(*(struct stsx_stat **)global->storage);
		} else if (global->kind == STSX_GLOBAL_ARRAY) {
			if (*(struct stsx_array **)global->storage)
				stsx_array_destroy(*(struct stsx_array **)global->storage);
		}
	}
}
