/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of a replay share. */
#ifndef STSX_SESSION_REPLAY_STATE_H
#define STSX_SESSION_REPLAY_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "recording-line.h"
#include "recording-lines.h"

struct stsx_batch;
struct stsx_probe;
struct stsx_session;

struct stsx_replay {
	struct stsx_lines lines;
	struct stsx_line line;	  /* that is due */
	struct stsx_batch *batch; /* NULL: the program has no kernel half */
	const char *answers;	  /* of the handler that runs; NULL: there are no more */
	uint64_t ended_at;	  /* line of the event in a batch that ended the session; 0: none has */
	bool wrong;		  /* the recording is not what it should be; said once */
	char text[];
};

/* Says what is wrong with the recording, with the number of the line that was read last, and ends the
 * session. */
void stsx_replay_complain(struct stsx_session *session, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The recording and the script part ways. */
void stsx_replay_differs(struct stsx_session *session, const char *found, const char *expected);
/* The line that is due is not what is expected, or not the handler's. */
void stsx_replay_expect(struct stsx_session *session, const char *expected);
void stsx_replay_expect_handler(struct stsx_session *session, const struct stsx_probe *probe);

/* The answers of the line that is due, for its handler; none may be left when it has run. */
void stsx_replay_show_answers(struct stsx_replay *replay);
void stsx_replay_end_answers(struct stsx_session *session, const struct stsx_probe *probe);

#endif
