/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STSX_SYMBOLS_PROBE_READ_H
#define STSX_SYMBOLS_PROBE_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False: the memory cannot be read, or this process may not. */
bool stsx_probe_read(uint64_t address, void *to, size_t size);
/* Address of this thread's task_struct; 0: the kernel cannot be asked. The session has one thread. */
uint64_t stsx_own_task(void);

#endif
