/* SPDX-License-Identifier: Apache-2.0 */
/* A batch of recorded events: memory shared with the kernel half, and the program that runs their handlers.
 */
#ifndef STSX_SESSION_BATCH_H
#define STSX_SESSION_BATCH_H

#include <stdbool.h>

struct stsx_batch;
struct stsx_line;
struct stsx_session;

/* NULL: a message was printed. */
struct stsx_batch *stsx_batch_create(struct stsx_session *session);
void stsx_batch_destroy(struct stsx_batch *batch);

bool stsx_batch_is_full(const struct stsx_batch *batch);
/* False: the line has not the values of its probe's events. */
bool stsx_batch_add(struct stsx_session *session, struct stsx_batch *batch, const struct stsx_line *line);
/* Runs all that were added, and what the user half does with them. False: errno. */
bool stsx_batch_run(struct stsx_session *session, struct stsx_batch *batch);

#endif
