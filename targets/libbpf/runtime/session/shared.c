// SPDX-License-Identifier: Apache-2.0
/* See struct stsx_lock in stsx_shared.h for how the two halves pass a lock to each other. */
#include "shared.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../array/array.h"
#include "../core/memory.h"
#include "../statistic/statistic.h"
#include "kernel.h"
#include "session.h"

/* Looks at a lock before the process sleeps a little: programs hold it for less than a microsecond, unless they are interrupted. */
#define SPINS 200

struct stsx_mapping {
	void *memory;
	size_t size;
};

/* ---------------------------------------------------------------- memory */

/* The array that the session was prepared with is empty: no handler has run. */
static bool move_array(struct stsx_session *session, struct stsx_kernel *kernel, struct stsx_mapping *mapping,
		       const struct stsx_shared_global *shared)
{
	const struct stsx_global *global = &session->program->globals[shared->global];
	struct stsx_array **array = global->storage;
	struct bpf_map *map = bpf_object__find_map_by_name(kernel->object, shared->map);
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	if (!map) {
		stsx_complain(session, "ERROR: the kernel half of this program has no map '%s'", shared->map);
		return false;
	}
	stsx_array_destroy(*array);
	*array = stsx_array_create_shared(global->array, session->program->limits.max_string_length, shared->key_sizes,
					  shared->text_size, NULL);
	mapping->size = (stsx_array_memory(*array) + page - 1) / page * page;
	mapping->memory = mmap(NULL, mapping->size, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0);
	if (mapping->memory == MAP_FAILED) {
		mapping->memory = NULL;
		stsx_complain(session, "ERROR: cannot map the array '%s': %s", global->name, strerror(errno));
		return false;
	}
	(*array)->memory = mapping->memory;
	return true;
}

static void move_scalar(struct stsx_session *session, char *memory, const struct stsx_shared_global *shared)
{
	const struct stsx_global *global = &session->program->globals[shared->global];

	switch (global->kind) {
	case STSX_GLOBAL_LONG:
		memcpy(memory, global->storage, sizeof(int64_t));
		*(int64_t **)shared->place = (int64_t *)memory;
		break;
	case STSX_GLOBAL_STRING:
		stsx_put_padded(memory, session->program->limits.max_string_length, global->storage,
				strlen(global->storage));
		*(char **)shared->place = memory;
		break;
	case STSX_GLOBAL_STAT:
		free(*(struct stsx_stat **)global->storage);
		*(struct stsx_stat **)global->storage = (struct stsx_stat *)memory;
		break;
	case STSX_GLOBAL_ARRAY:
		break;
	}
}

bool stsx_shared_open(struct stsx_session *session, struct stsx_kernel *kernel)
{
	const struct stsx_program *program = session->program;
	size_t size;
	char *memory;

	if (!program->shared_count)
		return true;
	kernel->locks = stsx_kernel_variable(kernel, ".bss", "stsx_locks", &size);
	kernel->lock_count = (uint32_t)(size / sizeof(struct stsx_lock));
	memory = stsx_kernel_variable(kernel, ".bss", "stsx_shared", &size);
	if (!kernel->locks) {
		stsx_complain(session, "ERROR: the kernel half of this program has no stsx_locks");
		return false;
	}
	kernel->mappings = stsx_calloc(program->shared_count + 1, sizeof(*kernel->mappings));
	for (uint32_t i = 0; i < program->shared_count; i++) {
		const struct stsx_shared_global *shared = &program->shared[i];

		if (!shared->map)
			move_scalar(session, memory + shared->offset, shared);
		else if (!move_array(session, kernel, &kernel->mappings[i], shared))
			return false;
	}
	return true;
}

/* The session's globals are released after this: they may not be read any more. */
static void forget_aggregates(const struct stsx_program *program)
{
	for (uint32_t i = 0; i < program->shared_count; i++) {
		const struct stsx_global *global = &program->globals[program->shared[i].global];

		if (global->kind == STSX_GLOBAL_STAT)
			*(struct stsx_stat **)global->storage = NULL;
	}
}

void stsx_shared_close(struct stsx_session *session, struct stsx_kernel *kernel)
{
	const struct stsx_program *program = session->program;

	if (kernel->mappings)
		forget_aggregates(program);
	for (uint32_t i = 0; kernel->mappings && i < program->shared_count; i++) {
		if (kernel->mappings[i].memory)
			munmap(kernel->mappings[i].memory, kernel->mappings[i].size);
	}
	free(kernel->mappings);
}

/* ---------------------------------------------------------------- locks */

static uint64_t load(const struct stsx_lock *lock)
{
	return __atomic_load_n(&lock->word, __ATOMIC_SEQ_CST);
}

void stsx_take_locks(struct stsx_session *session, uint64_t locks)
{
	struct stsx_kernel *kernel = session->kernel;

	if (!kernel || !kernel->locks)
		return;
	locks &= ~kernel->locks_taken;
	for (uint32_t i = 0; locks && i < kernel->lock_count; i++) {
		struct stsx_lock *lock = &kernel->locks[i];

		if (!(locks >> i & 1))
			continue;
		__atomic_fetch_or(&lock->word, STSX_LOCK_STREAMING, __ATOMIC_SEQ_CST);
		for (int spins = 0; load(lock) & STSX_LOCK_HOLDER; spins++) {
			if (spins >= SPINS)
				usleep(1);
		}
		kernel->locks_taken |= 1ull << i;
	}
}

/* False: events of it are on their way. */
static bool give(struct stsx_lock *lock, uint32_t handled)
{
	uint64_t word = load(lock);

	if (word & STSX_LOCK_SUBMITTERS || word / STSX_LOCK_SUBMITTED != handled)
		return false;
	return __atomic_compare_exchange_n(&lock->word, &word, word & ~STSX_LOCK_STREAMING, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
}

void stsx_give_locks(struct stsx_session *session)
{
	struct stsx_kernel *kernel = session->kernel;

	for (uint32_t i = 0; kernel && kernel->locks_taken && i < kernel->lock_count; i++) {
		if (kernel->locks_taken >> i & 1 && give(&kernel->locks[i], kernel->handled[i]))
			kernel->locks_taken &= ~(1ull << i);
	}
}

void stsx_count_record(struct stsx_session *session, uint64_t locks)
{
	struct stsx_kernel *kernel = session->kernel;

	for (uint32_t i = 0; locks && i < kernel->lock_count; i++)
		kernel->handled[i] += (uint32_t)(locks >> i & 1);
}

void stsx_check_locks(struct stsx_session *session)
{
	struct stsx_kernel *kernel = session->kernel;

	for (uint32_t i = 0; i < kernel->lock_count; i++) {
		if (load(&kernel->locks[i]) & STSX_LOCK_STREAMING)
			stsx_take_locks(session, 1ull << i);
	}
	stsx_give_locks(session);
}
