// SPDX-License-Identifier: Apache-2.0
/*
 * Fed globals. Programs add to the maps of one generation; a merge flips to the other, waits until no program that read the
 * old number runs any more, and empties the old maps into the globals. So each addition is seen once and none is lost.
 * Elements that are new come in the order of their first addition.
 */
#include "merge.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../api/value.h"
#include "../array/array.h"
#include "../core/context.h"
#include "../core/memory.h"
#include "../statistic/statistic.h"
#include "grace-period.h"
#include "kernel.h"
#include "session.h"

/* Memory of one batch's values. */
#define BATCH_BYTES 262144
#define LEAST_BATCH 64

/* An element that the array does not have yet. */
struct newcomer {
	uint64_t first;
	size_t place; /* in `kept`: key, then values */
};

struct stsx_fed {
	const struct stsx_fed_global *description;
	const struct stsx_global *global;
	int maps[2];
	uint32_t key_size;
	uint32_t value_size; /* of one CPU, a multiple of 8 */
	uint32_t batch;
	char *keys; /* of a batch */
	char *values;
	struct newcomer *newcomers;
	uint32_t newcomer_count;
	uint32_t newcomer_room;
	char *kept;
	size_t kept_used;
	size_t kept_room;
	bool no_batches; /* this kernel has no batch operations: one by one */
};

static const struct stsx_stat_shape *stat_shape(const struct stsx_fed *fed)
{
	return fed->global->kind == STSX_GLOBAL_ARRAY ? fed->global->array->stat : fed->global->stat;
}

static bool is_stat(const struct stsx_fed *fed)
{
	if (fed->global->kind == STSX_GLOBAL_ARRAY)
		return fed->global->array->value == STSX_STAT;
	return fed->global->kind == STSX_GLOBAL_STAT;
}

static bool open_fed(struct stsx_session *session, struct stsx_kernel *kernel, struct stsx_fed *fed,
		     const struct stsx_fed_global *description)
{
	fed->description = description;
	fed->global = &session->program->globals[description->global];
	for (int i = 0; i < 2; i++) {
		struct bpf_map *map = bpf_object__find_map_by_name(kernel->object, description->maps[i]);

		if (!map) {
			stsx_complain(session, "ERROR: the kernel half of this program has no map '%s'",
				      description->maps[i]);
			return false;
		}
		fed->maps[i] = bpf_map__fd(map);
		fed->key_size = bpf_map__key_size(map);
		fed->value_size = (bpf_map__value_size(map) + 7) & ~7u;
	}
	fed->batch = BATCH_BYTES / (fed->value_size * (uint32_t)kernel->cpu_count);
	if (fed->batch < LEAST_BATCH)
		fed->batch = LEAST_BATCH;
	return true;
}

bool stsx_merge_open(struct stsx_session *session, struct stsx_kernel *kernel)
{
	const struct stsx_program *program = session->program;

	kernel->fed = stsx_calloc(program->fed_count + 1, sizeof(*kernel->fed));
	for (uint32_t i = 0; i < program->fed_count; i++) {
		if (!open_fed(session, kernel, &kernel->fed[i], &program->fed[i]))
			return false;
	}
	return true;
}

void stsx_merge_close(struct stsx_kernel *kernel)
{
	for (struct stsx_fed *fed = kernel->fed; fed && fed->description; fed++) {
		free(fed->keys);
		free(fed->values);
		free(fed->newcomers);
		free(fed->kept);
	}
	free(kernel->fed);
}

/* ---------------------------------------------------------------- values */

static uint64_t first_addition(const struct stsx_fed *fed, const char *values, int cpu_count)
{
	uint64_t earliest = 0;

	for (int cpu = 0; cpu < cpu_count; cpu++) {
		uint64_t first;

		/* `first` leads both kinds of value. */
		memcpy(&first, values + (size_t)cpu * fed->value_size, sizeof(first));
		if (first && (!earliest || first < earliest))
			earliest = first;
	}
	return earliest;
}

static int64_t total(const struct stsx_fed *fed, const char *values, int cpu_count)
{
	int64_t sum = 0;

	for (int cpu = 0; cpu < cpu_count; cpu++)
		sum = stsx_add(sum, ((const struct stsx_fed_long *)(values + (size_t)cpu * fed->value_size))->sum);
	return sum;
}

static void add_stats(const struct stsx_fed *fed, struct stsx_stat *stat, const char *values, int cpu_count)
{
	for (int cpu = 0; cpu < cpu_count; cpu++)
		stsx_stat_merge(stat, stat_shape(fed),
				(const struct stsx_fed_stat *)(values + (size_t)cpu * fed->value_size));
}

static void add_to_element(const struct stsx_fed *fed, struct stsx_array *array, struct stsx_element *element,
			   const char *values, int cpu_count)
{
	int64_t *number;

	if (is_stat(fed)) {
		add_stats(fed, stsx_element_stat(array, element), values, cpu_count);
		return;
	}
	number = stsx_element_long(array, element);
	*number = stsx_add(*number, total(fed, values, cpu_count));
}

/* ---------------------------------------------------------------- scalars */

static void merge_scalar(struct stsx_kernel *kernel, struct stsx_fed *fed, int map)
{
	size_t size = (size_t)fed->value_size * (size_t)kernel->cpu_count;
	uint32_t key = 0;

	if (!fed->values)
		fed->values = stsx_malloc(size);
	if (bpf_map_lookup_elem(map, &key, fed->values) < 0 ||
	    !first_addition(fed, fed->values, kernel->cpu_count))
		return;
	if (is_stat(fed)) {
		add_stats(fed, *(struct stsx_stat **)fed->global->storage, fed->values, kernel->cpu_count);
	} else {
		int64_t *number = fed->global->storage;

		*number = stsx_add(*number, total(fed, fed->values, kernel->cpu_count));
	}
	memset(fed->values, 0, size);
	bpf_map_update_elem(map, &key, fed->values, BPF_ANY);
}

/* ---------------------------------------------------------------- arrays */

static void unpack_keys(const struct stsx_fed *fed, const char *key, union stsx_value *keys)
{
	const struct stsx_array_shape *shape = fed->global->array;

	for (uint32_t i = 0; i < shape->key_count; i++) {
		if (shape->keys[i] == STSX_LONG)
			memcpy(&keys[i].number, key, sizeof(keys[i].number));
		else
			keys[i].string = key;
		key += fed->description->key_sizes[i];
	}
}

static void keep_newcomer(struct stsx_fed *fed, const char *key, const char *values, size_t values_size, uint64_t first)
{
	size_t key_size = (fed->key_size + 7) & ~7u;

	if (fed->newcomer_count == fed->newcomer_room) {
		fed->newcomer_room = fed->newcomer_room ? 2 * fed->newcomer_room : 64;
		fed->newcomers = stsx_realloc(fed->newcomers, fed->newcomer_room * sizeof(*fed->newcomers));
	}
	if (fed->kept_used + key_size + values_size > fed->kept_room) {
		fed->kept_room = 2 * (fed->kept_used + key_size + values_size);
		fed->kept = stsx_realloc(fed->kept, fed->kept_room);
	}
	fed->newcomers[fed->newcomer_count++] = (struct newcomer){ first, fed->kept_used };
	memcpy(fed->kept + fed->kept_used, key, fed->key_size);
	memcpy(fed->kept + fed->kept_used + key_size, values, values_size);
	fed->kept_used += key_size + values_size;
}

static void take_element(struct stsx_kernel *kernel, struct stsx_fed *fed, const char *key, const char *values)
{
	struct stsx_array *array = *(struct stsx_array **)fed->global->storage;
	union stsx_value keys[STSX_MAX_KEYS];
	struct stsx_element *element;
	uint64_t first = first_addition(fed, values, kernel->cpu_count);

	if (!first)
		return;
	unpack_keys(fed, key, keys);
	element = stsx_array_find(array, keys);
	if (element)
		add_to_element(fed, array, element, values, kernel->cpu_count);
	else
		keep_newcomer(fed, key, values, (size_t)fed->value_size * (size_t)kernel->cpu_count, first);
}

static int by_first(const void *a, const void *b)
{
	const struct newcomer *left = a;
	const struct newcomer *right = b;

	if (left->first != right->first)
		return left->first < right->first ? -1 : 1;
	return left->place < right->place ? -1 : 1;
}

static void report_overflow(struct stsx_session *session, const struct stsx_fed *fed)
{
	const struct stsx_array *array = *(struct stsx_array **)fed->global->storage;
	struct stsx_context *c = session->context;

	if (array->shape->wrap)
		return;
	stsx_context_reset(c, 0);
	stsx_raise_overflow(c, array->shape, fed->description->site);
	stsx_report_error(session, session->program->probes[fed->description->probe].point);
	stsx_context_reset(c, 0);
}

static void admit_newcomers(struct stsx_session *session, struct stsx_fed *fed)
{
	struct stsx_array *array = *(struct stsx_array **)fed->global->storage;
	size_t key_size = (fed->key_size + 7) & ~7u;
	bool full = false;

	qsort(fed->newcomers, fed->newcomer_count, sizeof(*fed->newcomers), by_first);
	for (uint32_t i = 0; i < fed->newcomer_count && !full; i++) {
		const char *key = fed->kept + fed->newcomers[i].place;
		union stsx_value keys[STSX_MAX_KEYS];
		struct stsx_element *element;

		unpack_keys(fed, key, keys);
		element = stsx_array_obtain(array, keys);
		if (element)
			add_to_element(fed, array, element, key + key_size, session->kernel->cpu_count);
		else
			full = true;
	}
	fed->newcomer_count = 0;
	fed->kept_used = 0;
	if (full)
		report_overflow(session, fed);
}

static void take_one_by_one(struct stsx_kernel *kernel, struct stsx_fed *fed, int map)
{
	while (bpf_map_get_next_key(map, NULL, fed->keys) == 0) {
		if (bpf_map_lookup_elem(map, fed->keys, fed->values) == 0)
			take_element(kernel, fed, fed->keys, fed->values);
		if (bpf_map_delete_elem(map, fed->keys) < 0)
			return;
	}
}

static void make_batch(struct stsx_kernel *kernel, struct stsx_fed *fed)
{
	free(fed->keys);
	free(fed->values);
	fed->keys = stsx_malloc((size_t)fed->batch * fed->key_size);
	fed->values = stsx_malloc((size_t)fed->batch * fed->value_size * (size_t)kernel->cpu_count);
}

static void take_batch(struct stsx_kernel *kernel, struct stsx_fed *fed, uint32_t count)
{
	size_t values_size = (size_t)fed->value_size * (size_t)kernel->cpu_count;

	for (uint32_t i = 0; i < count; i++)
		take_element(kernel, fed, fed->keys + (size_t)i * fed->key_size, fed->values + i * values_size);
}

static void take_all(struct stsx_kernel *kernel, struct stsx_fed *fed, int map)
{
	uint64_t position[2] = { 0 };
	void *from = NULL;

	if (!fed->keys)
		make_batch(kernel, fed);
	while (!fed->no_batches) {
		uint32_t count = fed->batch;
		int error = bpf_map_lookup_and_delete_batch(map, from, position, fed->keys, fed->values, &count, NULL);

		if (error == 0 || error == -ENOENT) {
			take_batch(kernel, fed, count);
			from = position;
			if (error)
				return;
		} else if (error == -ENOSPC) {
			/* One slot of the map's table has more elements than fit; nothing was taken. */
			fed->batch *= 2;
			make_batch(kernel, fed);
		} else if (error != -EINTR) {
			fed->no_batches = true;
		}
	}
	take_one_by_one(kernel, fed, map);
}

/* ---------------------------------------------------------------- all of them */

void stsx_kernel_merge(struct stsx_session *session)
{
	struct stsx_kernel *kernel = session->kernel;
	uint32_t old = kernel->generation;

	if (!session->program->fed_count)
		return;
	kernel->generation = !old;
	__atomic_store_n(&kernel->state->generation, kernel->generation, __ATOMIC_SEQ_CST);
	stsx_wait_for_programs();
	for (uint32_t i = 0; i < session->program->fed_count; i++) {
		struct stsx_fed *fed = &kernel->fed[i];

		if (fed->global->kind == STSX_GLOBAL_ARRAY) {
			take_all(kernel, fed, fed->maps[old]);
			admit_newcomers(session, fed);
		} else {
			merge_scalar(kernel, fed, fed->maps[old]);
		}
	}
}
