// SPDX-License-Identifier: Apache-2.0
#include "replay.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../core/memory.h"
#include "batch.h"
#include "kernel.h"
#include "replay-state.h"
#include "session.h"

#define NOT_A_LINE "this line is not one of a recording: %s"
#define SHOWN	   256

/* ---------------------------------------------------------------- the line that is due */

/*
 * The batch has ended the session before its last event, as the script does: the recording goes on where it
 * should not, behind the event that ended it.
 */
static void go_back(struct stsx_replay *replay)
{
	const int64_t next = stsx_batch_probe_at(replay->batch, replay->ended_at + 1);

	if (!replay->ended_at || next < 0)
		return;
	replay->line.kind = STSX_LINE_EVENT;
	replay->line.value = next;
	replay->lines.number = replay->ended_at + 1;
}

/* False: the session is at its end. */
static bool run_batch(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;

	if (!replay->batch || stsx_batch_is_empty(replay->batch))
		return !session->stopping;
	if (!stsx_batch_run(session, replay->batch)) {
		stsx_complain(session, "ERROR: cannot run recorded events: %s", strerror(errno));
		stsx_fail(session);
	}
	if (session->stopping)
		go_back(replay);
	return !session->stopping;
}

void stsx_replay_ended(struct stsx_session *session, uint64_t line)
{
	if (session->replay)
		session->replay->ended_at = line;
}

/* There is no line. */
static void complain_of_end(struct stsx_session *session)
{
	struct stsx_lines *lines = &session->replay->lines;

	if (lines->error) {
		stsx_complain(session, "ERROR: cannot read %s: %s", lines->path, strerror(lines->error));
		session->replay->wrong = true;
		stsx_stop(session);
		return;
	}
	if (stsx_lines_is_cut(lines))
		lines->number++;
	if (stsx_lines_is_endless(lines))
		stsx_replay_complain(session, NOT_A_LINE, "it has no end");
	else
		stsx_replay_complain(session, "the recording ends without its closing line");
}

/* Whoever changes a recording on purpose takes the sum out. */
static bool sum_is_right(struct stsx_replay *replay, const char *text)
{
	struct stsx_lines *lines = &replay->lines;
	uint32_t found;
	const ptrdiff_t at = stsx_line_sum(&replay->line, text, lines->length, &found);

	return at == STSX_NO_SUM || (at >= 0 && found == stsx_lines_sum(lines, (size_t)at));
}

/* Reads the line that is due next, the `first` behind the header. What came before has run when something is
 * wrong with it. */
static bool take(struct stsx_session *session, bool first)
{
	struct stsx_replay *replay = session->replay;
	struct stsx_line *line = &replay->line;
	const uint64_t due = replay->lines.number;
	const char *text = stsx_lines_take(&replay->lines);
	const bool is_line = text && stsx_line_parse(line, text, replay->lines.length);
	const bool is_due = is_line && line->number == (int64_t)due;
	const bool is_whole = is_due && (!line->members[STSX_LINE_CLOSE] || sum_is_right(replay, text));

	if (is_whole && stsx_line_check(line, session->program, first))
		return true;
	line->kind = STSX_LINE_NONE;
	run_batch(session);
	if (line->kind != STSX_LINE_NONE)
		return false;
	if (!text)
		complain_of_end(session);
	else if (!is_line || is_whole)
		stsx_replay_complain(session, NOT_A_LINE, line->reason);
	else if (!is_due)
		stsx_replay_complain(session,
				     "line %" PRId64 " of the recording stands where line %" PRIu64 " is due",
				     line->number, due);
	else
		stsx_replay_complain(session,
				     "the recording was changed after it was made: its sum is another");
	return false;
}

static bool advance(struct stsx_session *session)
{
	return take(session, false);
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
	stsx_lines_take(&replay->lines);
	if (!take(session, true))
		return false;
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
	case STSX_PROBE_FILE_READ:
	case STSX_PROBE_FILE_WRITE:
	case STSX_PROBE_INPUT_CHAR:
	case STSX_PROBE_INPUT_LINE:
		return STSX_LINE_INPUT;
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
		stsx_replay_expect_handler(session, probe);
		return false;
	}
	stsx_replay_show_answers(replay);
	return true;
}

void stsx_replay_leave(struct stsx_session *session, const struct stsx_probe *probe)
{
	if (!session->replay)
		return;
	stsx_replay_end_answers(session, probe);
	if (!session->replay->wrong)
		advance(session);
}

/* ---------------------------------------------------------------- the middle of the session */

static void take_event(struct stsx_session *session, const struct stsx_probe *probe)
{
	struct stsx_replay *replay = session->replay;
	const bool asks = replay->line.members[STSX_MEMBER_ASKED] != NULL;

	if ((asks || stsx_batch_is_full(replay->batch)) && !run_batch(session))
		return;
	stsx_batch_add(session, replay->batch, &replay->line, replay->lines.number);
	if (asks || session->program->replays_singly) {
		stsx_replay_show_answers(replay);
		run_batch(session);
		stsx_replay_end_answers(session, probe);
		if (replay->wrong)
			return;
	}
	advance(session);
}

/* False: the line is none of those that stand in the middle of a session. */
static bool take_step(struct stsx_session *session)
{
	const struct stsx_line *line = &session->replay->line;
	const bool runs_alone = line->kind == STSX_LINE_TIMER || line->kind == STSX_LINE_INPUT;
	const bool runs = line->kind == STSX_LINE_EVENT || runs_alone;
	const struct stsx_probe *probe = runs ? &session->program->probes[line->value] : NULL;

	if (line->kind == STSX_LINE_LOST) {
		stsx_kernel_lost(session, (uint64_t)line->value);
		advance(session);
	} else if (line->kind == STSX_LINE_STOP) {
		stsx_stop(session);
		advance(session);
	} else if (!probe) {
		return false;
	} else if (line_kind(probe) != line->kind ||
		   (line->kind == STSX_LINE_EVENT && !session->replay->batch)) {
		stsx_replay_expect_handler(session, probe);
	} else if (runs_alone) {
		stsx_run_probe(session, probe, NULL);
	} else {
		take_event(session, probe);
	}
	return true;
}

void stsx_replay_loop(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;

	while (!session->stopping) {
		const struct stsx_line *line = &replay->line;
		const bool joins = line->kind == STSX_LINE_EVENT &&
				   session->program->probes[line->value].kind == STSX_PROBE_EVENT;

		if (!joins && !run_batch(session))
			break;
		if (!take_step(session))
			stsx_replay_expect(session,
					   "a timer, an input, an event or a stop: nothing has ended the session yet");
	}
}

void stsx_replay_gaps(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;

	while (replay && replay->line.kind == STSX_LINE_LOST) {
		stsx_kernel_lost(session, (uint64_t)replay->line.value);
		advance(session);
	}
}

static bool take_globals(struct stsx_session *session)
{
	const struct stsx_line *line = &session->replay->line;

	for (uint32_t i = 0; i < session->program->global_count; i++) {
		const char *name = session->program->globals[i].name;
		char expected[SHOWN];
		char found[SHOWN] = "";

		if (line->kind == STSX_LINE_GLOBAL)
			stsx_line_name(line, found, sizeof(found));
		if (strcmp(found, name) != 0) {
			snprintf(expected, sizeof(expected), "the last value of %s", name);
			stsx_replay_expect(session, expected);
			return false;
		}
		if (!advance(session))
			return false;
	}
	return true;
}

bool stsx_replay_close(struct stsx_session *session)
{
	struct stsx_replay *replay = session->replay;

	if (!replay)
		return true;
	if (replay->wrong || !take_globals(session))
		return false;
	if (replay->line.kind != STSX_LINE_CLOSE)
		stsx_replay_expect(session, "the closing line");
	else if (stsx_lines_take(&replay->lines))
		stsx_replay_complain(session, NOT_A_LINE, "it stands behind the closing line");
	else if (replay->lines.error || stsx_lines_is_cut(&replay->lines))
		complain_of_end(session);
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
