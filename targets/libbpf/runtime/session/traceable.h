/* SPDX-License-Identifier: Apache-2.0 */
/* Which functions ftrace, and so kprobe.multi, can attach to: tracefs lists them. */
#ifndef STSX_SESSION_TRACEABLE_H
#define STSX_SESSION_TRACEABLE_H

#include <stdbool.h>

/* True as well where there is no list to be read. */
bool stsx_is_traceable(const char *function);
/* Reading the list takes longer than attaching to hundreds of functions; this tells whether that is done. */
bool stsx_traceable_is_read(void);
/* The list takes much memory; it is read again when asked for again. */
void stsx_traceable_forget(void);

#endif
