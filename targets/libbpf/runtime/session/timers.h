/* SPDX-License-Identifier: Apache-2.0 */
/* Timer probes and their deadlines. A deadline is the one before plus the period, whenever the handler ran: no drift. */
#ifndef STSX_SESSION_TIMERS_H
#define STSX_SESSION_TIMERS_H

#include <stdint.h>

struct stsx_probe;
struct stsx_program;
struct stsx_timers;

#define STSX_NO_DEADLINE UINT64_MAX

struct stsx_timers *stsx_timers_create(const struct stsx_program *program, uint64_t now);
void stsx_timers_destroy(struct stsx_timers *timers);

/* The earliest deadline, CLOCK_MONOTONIC ns. */
uint64_t stsx_timers_next(const struct stsx_timers *timers);

/* The probe with the earliest deadline, if that has come; its deadline moves on. NULL: none is due. */
const struct stsx_probe *stsx_timers_due(struct stsx_timers *timers, uint64_t now);

#endif
