// SPDX-License-Identifier: Apache-2.0
#include "replay.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../api/answer.h"
#include "../api/record.h"
#include "../api/string.h"
#include "../core/memory.h"
#include "../intrinsics/ambient.h"
#include "batch.h"
#include "kernel.h"
#include "recording-line.h"
#include "session.h"

struct stsx_replay {
	struct stsx_lines lines;
	struct stsx_line line;	  /* that is due */
	struct stsx_batch *batch; /* NULL: the program has no kernel half */
	const char *answers;	  /* of the handler that runs; NULL: there are no more */
	bool wrong;		  /* the recording is not what it should be; said once */
	char text[];
};

static void complain(struct stsx_session *session, const char *reason)
{
	struct stsx_replay *replay = session->replay;

	if (!replay->wrong)
		stsx_complain(session, "ERROR: %s:%" PRIu64 ": %s", replay->lines.path, replay->lines.number,
			      reason);
	replay->wrong = true;
	stsx_stop(session);
}

/* Reads the line that is due next. */
static bool advance(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;
	const char *text = stsx_lines_take(&replay->lines);

	replay->line.kind = STSX_LINE_NONE;
	if (!text)
		complain(session, "the recording ends without its closing line");
	else if (!stsx_line_parse(&replay->line, text))
		complain(session, "this line is not one of a recording");
	else if ((uint64_t)replay->line.number != replay->lines.number - 1)
		complain(session,
			 "another line of the recording is due here: lines are missing or in another order");
	else
		return true;
	return false;
}

bool stsx_replay_open(struct stsx_session *session)
{
	const char *path = session->options.replay_file;
	size_t string_size = session->program->limits.max_string_length;
	struct stsx_replay *replay;
	int fd;

	if (!session->program->replays)
		return true;
	fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0) {
		stsx_complain(session,
			      path ? "ERROR: cannot read %s: %s"
				   : "ERROR: this program replays recordings: give it one by --replay",
			      path, strerror(errno));
		return false;
	}
	replay = stsx_calloc(1, sizeof(*replay) + string_size);
	replay->lines.path = path;
	replay->lines.fd = fd;
	session->replay = replay;
	/* The first line was for the compiler. */
	if (!stsx_lines_take(&replay->lines) || !advance(session) || replay->line.kind != STSX_LINE_START) {
		complain(session, "the recording does not begin with its start");
		return false;
	}
	session->options.target_pid = (pid_t)replay->line.target;
	return advance(session);
}

bool stsx_replay_prepare(struct stsx_session *session)
{
	if (!session->replay || !session->kernel)
		return true;
	session->replay->batch = stsx_batch_create(session);
	return session->replay->batch != NULL;
}

/* ---------------------------------------------------------------- answers */

static const char *differs(struct stsx_context *c)
{
	complain(c->session,
		 "the recording has not the answers of the library functions that the script calls");
	c->error = STSX_ABORTED;
	return NULL;
}

/* Moves to the value of the next answer, which is one of `name`; NULL: there is none, or it is an error,
 * which is raised. */
static const char *next_answer(struct stsx_context *c, const char *name, const struct stsx_site *site)
{
	struct stsx_replay *replay = c->session->replay;
	const char *at = replay->answers;
	char given[64];

	if (!at || !stsx_json_char(&at, '[') || !stsx_json_string(&at, given, sizeof(given)) ||
	    strcmp(given, name) != 0 || !stsx_json_char(&at, ','))
		return differs(c);
	replay->answers = at;
	if (*at != '{')
		return at;
	if (!stsx_json_char(&at, '{') || !stsx_json_string(&at, given, sizeof(given)) ||
	    !stsx_json_char(&at, ':') || !stsx_json_string(&at, replay->text, c->string_size))
		return differs(c);
	stsx_json_char(&at, '}');
	stsx_json_char(&at, ']');
	replay->answers = stsx_json_char(&at, ',') ? at : NULL;
	stsx_raise(c, site, replay->text);
	return NULL;
}

static void end_answer(struct stsx_context *c, const char *at)
{
	struct stsx_replay *replay = c->session->replay;

	if (!stsx_json_char(&at, ']'))
		differs(c);
	replay->answers = stsx_json_char(&at, ',') ? at : NULL;
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
		differs(c);
		return 0;
	}
	end_answer(c, at);
	return value;
}

const char *stsx_answer_string(struct stsx_context *c, const char *name, const struct stsx_site *site)
{
	const char *known = stsx_ambient_string(c, name);
	const char *at;
	char *text;

	if (known)
		return known;
	at = next_answer(c, name, site);
	if (!at)
		return "";
	text = stsx_allocate(c, c->string_size > STSX_ANSWER_SIZE ? c->string_size : STSX_ANSWER_SIZE);
	if (!stsx_json_string(&at, text,
			      c->string_size > STSX_ANSWER_SIZE ? c->string_size : STSX_ANSWER_SIZE)) {
		differs(c);
		return "";
	}
	end_answer(c, at);
	return text;
}

/* The list of the line that is due. */
static void show_answers(struct stsx_replay *replay)
{
	const char *at = replay->line.asked;

	replay->answers = at && stsx_json_char(&at, '[') && *at == '[' ? at : NULL;
}

/* ---------------------------------------------------------------- handlers */

static enum stsx_line_kind line_kind(const struct stsx_probe *probe)
{
	switch (probe->kind) {
	case STSX_PROBE_BEGIN:
		return STSX_LINE_BEGIN;
	case STSX_PROBE_END:
		return STSX_LINE_END;
	case STSX_PROBE_ERROR:
		return STSX_LINE_ERROR;
	case STSX_PROBE_TIMER:
		return STSX_LINE_TIMER;
	case STSX_PROBE_EVENT:
		return STSX_LINE_EVENT;
	case STSX_PROBE_NEVER:
		break;
	}
	return STSX_LINE_NONE;
}

static bool is_due(const struct stsx_session *session, const struct stsx_probe *probe)
{
	const struct stsx_line *line = &session->replay->line;

	return line->kind == line_kind(probe) && line->value == probe - session->program->probes;
}

bool stsx_replay_enter(struct stsx_session *session, const struct stsx_probe *probe)
{
	struct stsx_replay *replay = session->replay;

	/* An event's line was read when it went into its batch. */
	if (!replay || probe->kind == STSX_PROBE_EVENT)
		return true;
	if (replay->wrong)
		return false;
	if (!is_due(session, probe)) {
		complain(session,
			 "the recording goes on otherwise than the script, which runs another handler here");
		return false;
	}
	show_answers(replay);
	return true;
}

static void end_answers(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;

	if (replay->answers)
		complain(session,
			 "the recording has more answers of library functions than the script asks for");
	replay->answers = NULL;
}

void stsx_replay_leave(struct stsx_session *session)
{
	if (!session->replay)
		return;
	end_answers(session);
	if (!session->replay->wrong)
		advance(session);
}

/* ---------------------------------------------------------------- the middle of the session */

static void run_batch(struct stsx_session *session)
{
	struct stsx_batch *batch = session->replay->batch;

	if (!batch)
		return;
	if (!stsx_batch_run(session, batch)) {
		stsx_complain(session, "ERROR: cannot run recorded events: %s", strerror(errno));
		stsx_fail(session);
	}
}

static void take_event(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;
	const struct stsx_line *line = &replay->line;
	const bool alone = line->asked || session->program->replays_singly;

	if (line->value < 0 || line->value >= session->program->probe_count || !replay->batch ||
	    session->program->probes[line->value].kind != STSX_PROBE_EVENT) {
		complain(session, "the recording has an event of a probe that is none");
		return;
	}
	if (line->asked || stsx_batch_is_full(replay->batch))
		run_batch(session);
	if (session->stopping)
		return;
	if (!stsx_batch_add(session, replay->batch, line)) {
		complain(session, "an event has not the values that the first line names");
		return;
	}
	if (alone) {
		show_answers(replay);
		run_batch(session);
		end_answers(session);
	}
	advance(session);
}

void stsx_replay_loop(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;

	while (!session->stopping) {
		const struct stsx_line *line = &replay->line;

		if (line->kind == STSX_LINE_EVENT) {
			take_event(session);
			continue;
		}
		run_batch(session);
		if (session->stopping)
			break;
		if (line->kind == STSX_LINE_TIMER && line->value >= 0 &&
		    line->value < session->program->probe_count) {
			stsx_run_probe(session, &session->program->probes[line->value], NULL);
		} else if (line->kind == STSX_LINE_LOST) {
			stsx_kernel_lost(session, (uint64_t)line->value);
			advance(session);
		} else if (line->kind == STSX_LINE_STOP) {
			stsx_stop(session);
			advance(session);
		} else {
			complain(session, "the recording ends before anything has ended the session");
		}
	}
	/* What came before the end still counts. */
	if (!replay->wrong)
		run_batch(session);
}

void stsx_replay_gaps(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;

	while (replay && replay->line.kind == STSX_LINE_LOST) {
		stsx_kernel_lost(session, (uint64_t)replay->line.value);
		advance(session);
	}
}

bool stsx_replay_close(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;

	if (!replay)
		return true;
	while (!replay->wrong && replay->line.kind == STSX_LINE_GLOBAL)
		advance(session);
	if (replay->line.kind != STSX_LINE_CLOSE)
		complain(session, "the recording goes on where the script has ended");
	else if (stsx_lines_take(&replay->lines))
		complain(session, "this line stands behind the closing line");
	return !replay->wrong;
}

void stsx_replay_destroy(struct stsx_replay *replay)
{
	if (!replay)
		return;
	stsx_batch_destroy(replay->batch);
	close(replay->lines.fd);
	free(replay->lines.bytes);
	free(replay);
}
