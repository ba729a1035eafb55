// SPDX-License-Identifier: Apache-2.0
/* Answers of library functions: what the world told the handler when it was recorded. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../api/answer.h"
#include "../api/program.h"
#include "../api/string.h"
#include "../intrinsics/ambient.h"
#include "recording-json.h"
#include "replay-state.h"
#include "session.h"

#define SHOWN 256

static const char *differs(struct stsx_context *c, const char *found, const char *expected)
{
	stsx_replay_differs(c->session, found, expected);
	c->error = STSX_ABORTED;
	return NULL;
}

/* Leaves the answer, whose value ends at `at`. */
static void leave(struct stsx_replay *replay, const char *at)
{
	stsx_json_char(&at, ']');
	replay->answers = stsx_json_char(&at, ',') ? at : NULL;
}

/* Moves to the value of the next answer, which is one of `name`; NULL: there is none, or it is an error,
 * which is raised. */
static const char *next_answer(struct stsx_context *c, const char *name, const struct stsx_site *site)
{
	struct stsx_replay *replay = c->session->replay;
	const char *at = replay->answers;
	char given[64] = "";
	char found[SHOWN] = "no more answers of library functions";
	char expected[SHOWN];

	if (at) {
		stsx_json_char(&at, '[');
		stsx_json_string(&at, given, sizeof(given), NULL);
		stsx_json_char(&at, ',');
		snprintf(found, sizeof(found), "an answer of %s()", given);
	}
	if (strcmp(given, name) != 0) {
		snprintf(expected, sizeof(expected), "one of %s(), which %s:%" PRIu32 " calls", name,
			 site->file, (uint32_t)site->line);
		return differs(c, found, expected);
	}
	if (*at != '{')
		return at;
	stsx_json_char(&at, '{');
	stsx_json_skip(&at);
	stsx_json_char(&at, ':');
	stsx_json_string(&at, replay->text, c->string_size, NULL);
	stsx_json_char(&at, '}');
	leave(replay, at);
	stsx_raise(c, site, replay->text);
	return NULL;
}

static void wrong_type(struct stsx_context *c, const char *name, const char *due)
{
	char found[SHOWN];

	snprintf(found, sizeof(found), "an answer of %s()", name);
	differs(c, found, due);
}

int64_t stsx_answer_long(struct stsx_context *c, const char *name, const struct stsx_site *site)
{
	const char *at;
	int64_t value;

	if (stsx_ambient_long(c, name, &value))
		return value;
	at = next_answer(c, name, site);
	if (!at)
		return 0;
	if (!stsx_json_long(&at, &value)) {
		wrong_type(c, name, "a number");
		return 0;
	}
	leave(c->session->replay, at);
	return value;
}

const char *stsx_answer_string(struct stsx_context *c, const char *name, const struct stsx_site *site)
{
	const char *known = stsx_ambient_string(c, name);
	const size_t size = c->string_size > STSX_ANSWER_SIZE ? c->string_size : STSX_ANSWER_SIZE;
	const char *at;
	char *text;

	if (known)
		return known;
	at = next_answer(c, name, site);
	if (!at)
		return "";
	text = stsx_allocate(c, size);
	if (!stsx_json_string(&at, text, size, NULL)) {
		wrong_type(c, name, "a text");
		return "";
	}
	leave(c->session->replay, at);
	return text;
}

void stsx_replay_show_answers(struct stsx_replay *replay)
{
	const char *at = replay->line.members[STSX_MEMBER_ASKED];

	replay->answers = at && stsx_json_char(&at, '[') && *at == '[' ? at : NULL;
}

void stsx_replay_end_answers(struct stsx_session *session, const struct stsx_probe *probe)
{
	struct stsx_replay *replay = session->replay;
	const char *at = replay->answers;
	unsigned int left = 0;
	char found[SHOWN];

	if (!at)
		return;
	do {
		stsx_json_skip(&at);
		left++;
	} while (stsx_json_char(&at, ','));
	snprintf(found, sizeof(found), "%u more answers of library functions in the handler of %s", left,
		 probe->point);
	stsx_replay_differs(session, found, "the end of its handler");
	replay->answers = NULL;
}
