/* SPDX-License-Identifier: Apache-2.0 */
/* Random numbers for randint(), randomized timers and the seed of hashes; seeded by the kernel. */
#ifndef STSX_CORE_RANDOM_H
#define STSX_CORE_RANDOM_H

#include <stdint.h>

/* 0 to limit - 1; limit is not 0. */
uint64_t stsx_random_below(uint64_t limit);
/* Any of 64 bits. */
uint64_t stsx_random(void);

#endif
