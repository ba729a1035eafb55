/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recording a session: one line of JSON for each handler that runs, in order, with all that it was told by
 * the world. The format is docs/recording.md. NULL recorders are allowed everywhere: nothing is recorded.
 */
#ifndef STSX_SESSION_RECORD_H
#define STSX_SESSION_RECORD_H

#include <stdbool.h>
#include <stdint.h>

struct stsx_context;
struct stsx_probe;
struct stsx_record;
struct stsx_recorder;
struct stsx_session;

/* Makes the file and writes its head. False: a message was printed. */
bool stsx_record_open(struct stsx_session *session);

/* Around a handler; `record` is its event's, or NULL. */
void stsx_record_enter(struct stsx_session *session);
void stsx_record_leave(struct stsx_session *session, const struct stsx_probe *probe,
		       const struct stsx_record *record);

/* Events were lost: the recording has a gap here. */
void stsx_record_gap(struct stsx_session *session, uint64_t lost);
/* Something from outside ends the session here. */
void stsx_record_stop(struct stsx_session *session);

/* The globals' last values and the closing line. False: some of the recording could not be written, which was
 * said. */
bool stsx_record_close(struct stsx_session *session, int status);
void stsx_record_destroy(struct stsx_recorder *recorder);

#endif
