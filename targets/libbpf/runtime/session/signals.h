/* SPDX-License-Identifier: Apache-2.0 */
/* Signals that end a session or tell of a process's end. They wake the loop through a descriptor. */
#ifndef STSX_SESSION_SIGNALS_H
#define STSX_SESSION_SIGNALS_H

#include <stdbool.h>

/* Gives a descriptor that becomes readable when a signal has come; -1: errno says why not. */
int stsx_signals_install(void);
/* In a child: as the program found them. */
void stsx_signals_restore(void);

/* Has SIGINT, SIGTERM, SIGHUP or SIGQUIT come? */
bool stsx_signals_stop(void);
/* Has SIGCHLD come since the last call? Makes the descriptor quiet. */
bool stsx_signals_child(void);

#endif
