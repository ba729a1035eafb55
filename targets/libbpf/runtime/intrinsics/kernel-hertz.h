/* SPDX-License-Identifier: Apache-2.0 */
/* CONFIG_HZ, which user space is not told: from the kernel's configuration where that can be read, else 250. */
#ifndef STSX_INTRINSICS_KERNEL_HERTZ_H
#define STSX_INTRINSICS_KERNEL_HERTZ_H

#include <stdint.h>

int64_t stsx_kernel_hertz(void);

#endif
