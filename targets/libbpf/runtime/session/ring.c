// SPDX-License-Identifier: Apache-2.0
#include "ring.h"

#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

/* Records that are given back at a time: the kernel's programs read that place whenever they take room. */
#define RELEASE_EVERY 64

bool stsx_ring_open(struct stsx_ring *ring, int fd, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *consumer = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	const char *producer;

	if (consumer == MAP_FAILED)
		return false;
	producer = mmap(NULL, page + 2 * size, PROT_READ, MAP_SHARED, fd, (off_t)page);
	if (producer == MAP_FAILED) {
		munmap(consumer, page);
		return false;
	}
	*ring = (struct stsx_ring){
		.fd = fd,
		.page = page,
		.size = size,
		.consumer = consumer,
		.producer = (const unsigned long *)producer,
		.data = producer + page,
		.position = *(const unsigned long *)consumer,
	};
	return true;
}

void stsx_ring_close(struct stsx_ring *ring)
{
	if (!ring->consumer)
		return;
	munmap(ring->consumer, ring->page);
	munmap((void *)(uintptr_t)ring->producer, ring->page + 2 * ring->size);
	ring->consumer = NULL;
}

void stsx_ring_release(struct stsx_ring *ring)
{
	__atomic_store_n(ring->consumer, ring->position, __ATOMIC_RELEASE);
	ring->untold = 0;
}

const void *stsx_ring_next(struct stsx_ring *ring, uint32_t *size)
{
	if (ring->untold >= RELEASE_EVERY)
		stsx_ring_release(ring);
	while (ring->position < __atomic_load_n(ring->producer, __ATOMIC_ACQUIRE)) {
		const char *at = ring->data + (ring->position & (ring->size - 1));
		uint32_t head = __atomic_load_n((const uint32_t *)at, __ATOMIC_ACQUIRE);
		uint32_t length = head & ~(uint32_t)(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);

		if (head & BPF_RINGBUF_BUSY_BIT)
			return NULL;
		ring->position += (length + BPF_RINGBUF_HDR_SZ + 7) & ~7ul;
		ring->untold++;
		if (head & BPF_RINGBUF_DISCARD_BIT)
			continue;
		*size = length;
		return at + BPF_RINGBUF_HDR_SZ;
	}
	return NULL;
}

bool stsx_ring_is_empty(const struct stsx_ring *ring)
{
	return ring->position == __atomic_load_n(ring->producer, __ATOMIC_ACQUIRE);
}
