/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STSX_CORE_CLOCK_H
#define STSX_CORE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds. */
int64_t stsx_clock_ns(clockid_t clock);
/* What the kernel's get_cycles() reads; where the processor has no such counter, nanoseconds. */
uint64_t stsx_cycle_counter(void);

#endif
