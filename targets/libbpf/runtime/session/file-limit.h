/* SPDX-License-Identifier: Apache-2.0 */
/* A probe takes two descriptors, of its program and of its link: a pattern over all tracepoints needs more than processes have by default. */
#ifndef STSX_SESSION_FILE_LIMIT_H
#define STSX_SESSION_FILE_LIMIT_H

#include <stdint.h>

/* Lets this process have so many descriptors, or as many as it may. */
void stsx_file_limit_raise(uint64_t descriptors);
/* In a child: as the session found it. */
void stsx_file_limit_restore(void);

#endif
