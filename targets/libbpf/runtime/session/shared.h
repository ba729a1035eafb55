/* SPDX-License-Identifier: Apache-2.0 */
/* Globals that both halves work on: their memory, and the locks that give them to one half at a time. */
#ifndef STSX_SESSION_SHARED_H
#define STSX_SESSION_SHARED_H

#include <stdbool.h>
#include <stdint.h>

struct stsx_kernel;
struct stsx_session;

/* Moves the globals into the kernel half's memory, which is loaded. */
bool stsx_shared_open(struct stsx_session *session, struct stsx_kernel *kernel);
void stsx_shared_close(struct stsx_session *session, struct stsx_kernel *kernel);

/* From the return of take on, programs stream events of these locks. */
void stsx_take_locks(struct stsx_session *session, uint64_t locks);
/* Gives back what was taken, but for the locks of which records are still to be handled. */
void stsx_give_locks(struct stsx_session *session);
/* Frees locks that programs gave up on although their events were lost, so that no record of them comes. */
void stsx_check_locks(struct stsx_session *session);
/* A record of these locks is about to be handled, or is passed over. */
void stsx_count_record(struct stsx_session *session, uint64_t locks);

#endif
