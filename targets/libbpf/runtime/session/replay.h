/* SPDX-License-Identifier: Apache-2.0 */
/* Replaying a recording: its lines are the events, the timers and the answers of the world. NULL replays are
 * allowed everywhere. */
#ifndef STSX_SESSION_REPLAY_H
#define STSX_SESSION_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

struct stsx_probe;
struct stsx_replay;
struct stsx_session;

/* Opens the file up to its first event; target() is known then. False: a message was printed. */
bool stsx_replay_open(struct stsx_session *session);
/* Maps the memory that recorded events go into. */
bool stsx_replay_prepare(struct stsx_session *session);

/* Events and timers until the session stops. */
void stsx_replay_loop(struct stsx_session *session);

/* Around a begin, end or error handler. False: the recording has something else here. */
bool stsx_replay_enter(struct stsx_session *session, const struct stsx_probe *probe);
void stsx_replay_leave(struct stsx_session *session, const struct stsx_probe *probe);
/* An event of a batch, whose line this is, has ended the session. */
void stsx_replay_ended(struct stsx_session *session, uint64_t line);

/* Events that were lost behind the last handler. */
void stsx_replay_gaps(struct stsx_session *session);
/* False: the recording was not what the session took it for, which was said. */
bool stsx_replay_close(struct stsx_session *session);
void stsx_replay_destroy(struct stsx_replay *replay);

#endif
