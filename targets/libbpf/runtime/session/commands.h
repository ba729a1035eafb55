/* SPDX-License-Identifier: Apache-2.0 */
/* Processes that a session starts: system()'s commands, after the handler that asked for them, and -c's. */
#ifndef STSX_SESSION_COMMANDS_H
#define STSX_SESSION_COMMANDS_H

#include <stdbool.h>

struct stsx_session;

/* Keeps a command for after the handler. */
void stsx_commands_add(struct stsx_session *session, const char *command);
/* Starts those kept, in the background. */
void stsx_commands_start(struct stsx_session *session);
/* Waits, for a second at most, for those that still run. */
void stsx_commands_finish(struct stsx_session *session);

/* Makes -c's process, which waits at a gate until the probes are ready. */
bool stsx_child_create(struct stsx_session *session);
void stsx_child_release(struct stsx_session *session);
/* At the end: a command that still runs is asked to end. */
void stsx_child_end(struct stsx_session *session);

/* After SIGCHLD: forgets processes that ended; the end of -c's stops the session. */
void stsx_reap(struct stsx_session *session);

#endif
