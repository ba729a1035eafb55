// SPDX-License-Identifier: Apache-2.0
/* A recording that is not what the session takes it for: what is said of it. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "replay-state.h"
#include "session.h"

#define SHOWN 256

void stsx_replay_complain(struct stsx_session *session, const char *format, ...)
{
	struct stsx_replay *replay = session->replay;
	char text[4 * SHOWN];
	va_list values;

	va_start(values, format);
	vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	if (!replay->wrong)
		stsx_complain(session, "ERROR: %s:%" PRIu64 ": %s", replay->lines.path, replay->lines.number,
			      text);
	replay->wrong = true;
	stsx_stop(session);
}

void stsx_replay_differs(struct stsx_session *session, const char *found, const char *expected)
{
	stsx_replay_complain(session, "the recording has %s where the script has %s", found, expected);
}

/* What it tells of. */
static void describe(const struct stsx_session *session, char *text, size_t size)
{
	const struct stsx_line *line = &session->replay->line;

	switch (line->kind) {
	case STSX_LINE_LOST:
		snprintf(text, size, "lost events");
		break;
	case STSX_LINE_STOP:
		snprintf(text, size, "an end from outside");
		break;
	case STSX_LINE_GLOBAL:
		snprintf(text, size, "the last value of ");
		stsx_line_name(line, text + strlen(text), size - strlen(text));
		break;
	case STSX_LINE_CLOSE:
		snprintf(text, size, "the closing line");
		break;
	case STSX_LINE_EVENT:
	case STSX_LINE_TIMER:
	case STSX_LINE_INPUT:
	case STSX_LINE_BEGIN:
	case STSX_LINE_END:
	case STSX_LINE_ERROR:
		snprintf(text, size, "the %s line of %s", stsx_line_word(line->kind),
			 session->program->probes[line->value].point);
		break;
	case STSX_LINE_START:
	case STSX_LINE_NONE:
		snprintf(text, size, "its end");
		break;
	}
}

void stsx_replay_expect(struct stsx_session *session, const char *expected)
{
	char found[SHOWN];

	describe(session, found, sizeof(found));
	stsx_replay_differs(session, found, expected);
}

void stsx_replay_expect_handler(struct stsx_session *session, const struct stsx_probe *probe)
{
	char expected[SHOWN];

	snprintf(expected, sizeof(expected), "the handler of %s", probe->point);
	stsx_replay_expect(session, expected);
}
