// SPDX-License-Identifier: Apache-2.0
/* /proc/kcore is an ELF core file whose segments are the kernel's address ranges. */
#include "read-memory.h"

#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

#include "../core/memory.h"

struct range {
	uint64_t address;
	uint64_t size;
	uint64_t offset;
};

static int kcore = -1;
static struct range *ranges;
static uint32_t range_count;

static void read_ranges(void)
{
	Elf64_Ehdr header;
	Elf64_Phdr *segments;
	size_t size;

	if (pread(kcore, &header, sizeof(header), 0) != sizeof(header) || header.e_phentsize != sizeof(Elf64_Phdr))
		return;
	size = header.e_phnum * sizeof(Elf64_Phdr);
	segments = stsx_malloc(size + 1);
	ranges = stsx_calloc(header.e_phnum + 1u, sizeof(*ranges));
	if (pread(kcore, segments, size, (off_t)header.e_phoff) == (ssize_t)size) {
		for (uint32_t i = 0; i < header.e_phnum; i++) {
			if (segments[i].p_type == PT_LOAD)
				ranges[range_count++] = (struct range){ segments[i].p_vaddr, segments[i].p_memsz,
									segments[i].p_offset };
		}
	}
	free(segments);
}

bool stsx_read_kernel_memory(uint64_t address, void *to, size_t size)
{
	static bool tried;

	if (!tried) {
		tried = true;
		kcore = open("/proc/kcore", O_RDONLY | O_CLOEXEC);
		if (kcore >= 0)
			read_ranges();
	}
	for (uint32_t i = 0; i < range_count; i++) {
		const struct range *range = &ranges[i];

		if (address >= range->address && size <= range->size && address - range->address <= range->size - size)
			return pread(kcore, to, size, (off_t)(range->offset + (address - range->address))) ==
			       (ssize_t)size;
	}
	return false;
}

bool stsx_read_user_memory(int64_t pid, uint64_t address, void *to, size_t size)
{
	struct iovec local = { .iov_base = to, .iov_len = size };
	struct iovec remote = { .iov_base = (void *)(uintptr_t)address, .iov_len = size };

	return process_vm_readv((pid_t)pid, &local, 1, &remote, 1, 0) == (ssize_t)size;
}
