/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of the kernel and of other processes. False: some of it cannot be read. */
#ifndef STSX_SYMBOLS_READ_MEMORY_H
#define STSX_SYMBOLS_READ_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool stsx_read_kernel_memory(uint64_t address, void *to, size_t size);
bool stsx_read_user_memory(int64_t pid, uint64_t address, void *to, size_t size);

#endif
