// SPDX-License-Identifier: Apache-2.0
#include "read-memory.h"

#include <sys/uio.h>

#include "probe-read.h"

bool stsx_read_kernel_memory(uint64_t address, void *to, size_t size)
{
	/* The kernel half's helper would read addresses of user space on some machines. */
	return (int64_t)address < 0 && stsx_probe_read(address, to, size);
}

bool stsx_read_user_memory(int64_t pid, uint64_t address, void *to, size_t size)
{
	struct iovec local = { .iov_base = to, .iov_len = size };
	struct iovec remote = { .iov_base = (void *)(uintptr_t)address, .iov_len = size };

	return process_vm_readv((pid_t)pid, &local, 1, &remote, 1, 0) == (ssize_t)size;
}
