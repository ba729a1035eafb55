// SPDX-License-Identifier: Apache-2.0
#include "batch.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../api/program.h"
#include "../api/types.h"
#include "../core/memory.h"
#include "kernel.h"
#include "recording-json.h"
#include "recording-line.h"
#include "session.h"

struct stsx_batch {
	char *slots;
	size_t size; /* of all slots */
	uint32_t slot_size;
	uint32_t capacity;
	uint32_t count;
	uint32_t ran; /* slots that hold what was run last */
	uint32_t program_count;
	int *programs;
	uint32_t last; /* of the programs: the one that ran last */
};

/* stsx_replay_0 and so on. */
static void find_programs(struct stsx_batch *batch, struct bpf_object *object)
{
	for (;;) {
		char name[32];
		struct bpf_program *program;

		snprintf(name, sizeof(name), "stsx_replay_%u", batch->program_count);
		program = bpf_object__find_program_by_name(object, name);
		if (!program)
			return;
		batch->programs = stsx_realloc(batch->programs, (batch->program_count + 1) * sizeof(*batch->programs));
		batch->programs[batch->program_count++] = bpf_program__fd(program);
	}
}

struct stsx_batch *stsx_batch_create(struct stsx_session *session)
{
	struct bpf_object *object = session->kernel->object;
	struct bpf_map *map = bpf_object__find_map_by_name(object, "stsx_batch");
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct stsx_batch *batch;
	void *slots;

	if (!map) {
		stsx_complain(session, "ERROR: the kernel half of this program replays nothing");
		return NULL;
	}
	batch = stsx_calloc(1, sizeof(*batch));
	batch->slot_size = (bpf_map__value_size(map) + 7) & ~7u;
	batch->capacity = bpf_map__max_entries(map);
	batch->size = ((size_t)batch->slot_size * batch->capacity + page - 1) / page * page;
	find_programs(batch, object);
	slots = mmap(NULL, batch->size, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0);
	if (slots == MAP_FAILED) {
		stsx_complain(session, "ERROR: cannot map the memory of recorded events: %s",
			      strerror(errno));
		free(batch);
		return NULL;
	}
	batch->slots = slots;
	return batch;
}

void stsx_batch_destroy(struct stsx_batch *batch)
{
	if (!batch)
		return;
	munmap(batch->slots, batch->size);
	free(batch->programs);
	free(batch);
}

bool stsx_batch_is_full(const struct stsx_batch *batch)
{
	return batch->count == batch->capacity;
}

bool stsx_batch_is_empty(const struct stsx_batch *batch)
{
	return batch->count == 0;
}

static struct stsx_recorded *slot_at(const struct stsx_batch *batch, uint32_t index)
{
	return (struct stsx_recorded *)(batch->slots + (size_t)batch->slot_size * index);
}

void stsx_batch_add(struct stsx_session *session, struct stsx_batch *batch, const struct stsx_line *line,
		    uint64_t number)
{
	const struct stsx_probe *probe = &session->program->probes[line->value];
	struct stsx_recorded *slot = slot_at(batch, batch->count);
	uint64_t *faults = (uint64_t *)(slot + 1);
	const char *at = line->members[STSX_MEMBER_READ];

	memset(slot, 0, batch->slot_size);
	*slot = (struct stsx_recorded){.probe = (uint32_t)line->value, .line = number};
	stsx_json_char(&at, '[');
	for (uint32_t i = 0; i < probe->field_count; i++) {
		bool faulted = false;

		stsx_line_value(&at, &probe->fields[i], (char *)slot + probe->fields[i].offset, &faulted);
		if (faulted)
			faults[i / 64] |= 1ull << i % 64;
		stsx_json_char(&at, ',');
	}
	batch->count++;
}

int64_t stsx_batch_probe_at(const struct stsx_batch *batch, uint64_t line)
{
	const uint64_t index = line - slot_at(batch, 0)->line;

	return index < batch->ran ? (int64_t)slot_at(batch, (uint32_t)index)->probe : -1;
}

/* Runs as many of the events from run->first on as one program has the handlers of: the one that ran last, as a rule. */
static bool run_some(struct stsx_batch *batch, struct stsx_replay_run *run)
{
	LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = run, .ctx_size_in = sizeof(*run));

	for (uint32_t tried = 0; tried < batch->program_count; tried++) {
		run->done = 0;
		if (bpf_prog_test_run_opts(batch->programs[batch->last], &options))
			return false;
		if (run->done > 0)
			return true;
		batch->last = (batch->last + 1) % batch->program_count;
	}
	return false;
}

bool stsx_batch_run(struct stsx_session *session, struct stsx_batch *batch)
{
	struct stsx_replay_run run = {.count = batch->count};

	batch->ran = batch->count;
	batch->count = 0;
	for (; run.first < run.count; run.first += run.done) {
		if (!run_some(batch, &run))
			return false;
	}
	stsx_kernel_events(session, UINT64_MAX, UINT64_MAX);
	return true;
}
