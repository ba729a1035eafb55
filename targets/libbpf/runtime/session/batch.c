// SPDX-License-Identifier: Apache-2.0
#include "batch.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../api/program.h"
#include "../api/types.h"
#include "../core/memory.h"
#include "kernel.h"
#include "recording-line.h"
#include "session.h"

struct stsx_batch {
	char *slots;
	size_t size; /* of all slots */
	uint32_t slot_size;
	uint32_t capacity;
	uint32_t count;
	int program;
};

struct stsx_batch *stsx_batch_create(struct stsx_session *session)
{
	struct bpf_object *object = session->kernel->object;
	struct bpf_map *map = bpf_object__find_map_by_name(object, "stsx_batch");
	struct bpf_program *program = bpf_object__find_program_by_name(object, "stsx_replay");
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct stsx_batch *batch;
	void *slots;

	if (!map || !program) {
		stsx_complain(session, "ERROR: the kernel half of this program replays nothing");
		return NULL;
	}
	batch = stsx_calloc(1, sizeof(*batch));
	batch->slot_size = (bpf_map__value_size(map) + 7) & ~7u;
	batch->capacity = bpf_map__max_entries(map);
	batch->size = ((size_t)batch->slot_size * batch->capacity + page - 1) / page * page;
	batch->program = bpf_program__fd(program);
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
	free(batch);
}

bool stsx_batch_is_full(const struct stsx_batch *batch)
{
	return batch->count == batch->capacity;
}

static bool add_fault(const char **at, void *field)
{
	char name[8];
	int64_t address;

	if (!stsx_json_char(at, '{') || !stsx_json_string(at, name, sizeof(name)) ||
	    strcmp(name, "fault") != 0 || !stsx_json_char(at, ':') || !stsx_json_long(at, &address) ||
	    !stsx_json_char(at, '}'))
		return false;
	memcpy(field, &address, sizeof(address));
	return true;
}

static bool add_value(const char **at, const struct stsx_field *field, void *place)
{
	int64_t number;

	if (field->size)
		return stsx_json_string(at, place, field->size);
	if (!stsx_json_long(at, &number))
		return false;
	memcpy(place, &number, sizeof(number));
	return true;
}

bool stsx_batch_add(struct stsx_session *session, struct stsx_batch *batch, const struct stsx_line *line)
{
	const struct stsx_probe *probe = &session->program->probes[line->value];
	char *slot = batch->slots + (size_t)batch->slot_size * batch->count;
	struct stsx_recorded *head = (struct stsx_recorded *)slot;
	uint64_t *faults = (uint64_t *)(head + 1);
	const char *at = line->read;

	memset(slot, 0, batch->slot_size);
	*head = (struct stsx_recorded){
		.probe = (uint32_t)line->value,
		.cpu = (uint32_t)line->cpu,
		.time = (uint64_t)line->time,
	};
	if (!at || !stsx_json_char(&at, '['))
		return false;
	for (uint32_t i = 0; i < probe->field_count; i++) {
		void *place = slot + probe->fields[i].offset;

		if (i > 0 && !stsx_json_char(&at, ','))
			return false;
		if (*at == '{') {
			if (!add_fault(&at, place))
				return false;
			faults[i / 64] |= 1ull << i % 64;
		} else if (!add_value(&at, &probe->fields[i], place)) {
			return false;
		}
	}
	if (!stsx_json_char(&at, ']'))
		return false;
	batch->count++;
	return true;
}

bool stsx_batch_run(struct stsx_session *session, struct stsx_batch *batch)
{
	struct stsx_replay_run run = {.count = batch->count};
	LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = &run, .ctx_size_in = sizeof(run));

	batch->count = 0;
	if (run.count == 0)
		return true;
	if (bpf_prog_test_run_opts(batch->program, &options))
		return false;
	stsx_kernel_events(session, UINT64_MAX, UINT64_MAX);
	return true;
}
