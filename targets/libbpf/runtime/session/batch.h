/* SPDX-License-Identifier: Apache-2.0 */
/* A batch of recorded events: memory shared with the kernel half, and the programs that run their handlers. */
#ifndef STSX_SESSION_BATCH_H
#define STSX_SESSION_BATCH_H

#include <stdbool.h>
#include <stdint.h>

struct stsx_batch;
struct stsx_line;
struct stsx_session;

/* NULL: a message was printed. */
struct stsx_batch *stsx_batch_create(struct stsx_session *session);
void stsx_batch_destroy(struct stsx_batch *batch);

bool stsx_batch_is_full(const struct stsx_batch *batch);
bool stsx_batch_is_empty(const struct stsx_batch *batch);
/* `line` was checked; `number` is its place in the recording. */
void stsx_batch_add(struct stsx_session *session, struct stsx_batch *batch, const struct stsx_line *line,
		    uint64_t number);
/* The probe of the event of a line that was run last; -1: it was not among them. */
int64_t stsx_batch_probe_at(const struct stsx_batch *batch, uint64_t line);
/* Runs all that were added, and what the user half does with them. False: errno. */
bool stsx_batch_run(struct stsx_session *session, struct stsx_batch *batch);

#endif
