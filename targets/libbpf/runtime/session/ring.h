/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ring buffer as its reader sees it: the kernel's BPF_MAP_TYPE_RINGBUF, mapped. Reading takes no system call, and the place up to
 * which was read is told to the kernel once for many records.
 */
#ifndef STSX_SESSION_RING_H
#define STSX_SESSION_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stsx_ring {
	int fd;
	size_t page;
	size_t size; /* of the data, a power of two */
	unsigned long *consumer; /* position up to which was read; the kernel sees it */
	const unsigned long *producer; /* up to which room was taken */
	const char *data; /* mapped twice in a row, so that no record is broken */
	unsigned long position;
	unsigned int untold; /* records since the kernel was told */
};

/* False: errno says why. `fd` stays the caller's. */
bool stsx_ring_open(struct stsx_ring *ring, int fd, size_t size);
void stsx_ring_close(struct stsx_ring *ring);

/* The oldest record, which stays in place until the next call; NULL: there is none, or it is still being written. */
const void *stsx_ring_next(struct stsx_ring *ring, uint32_t *size);
/* Gives all that was read back to the kernel. */
void stsx_ring_release(struct stsx_ring *ring);
/* True: neither records nor room taken for one. */
bool stsx_ring_is_empty(const struct stsx_ring *ring);

#endif
