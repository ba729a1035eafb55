/* SPDX-License-Identifier: Apache-2.0 */
/* Linux's fixed-width names for stsx_shared.h, and the compiler's hints that the other headers use. */
#ifndef STSX_API_TYPES_H
#define STSX_API_TYPES_H

#include <linux/types.h>
#include <stdint.h>

#include "../stsx_shared.h"

#define stsx_likely(condition) __builtin_expect(!!(condition), 1)
#define stsx_unlikely(condition) __builtin_expect(!!(condition), 0)

#endif
