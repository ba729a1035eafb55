// SPDX-License-Identifier: Apache-2.0
/* Records of the ring buffer: events of streamed probes, and errors that kernel handlers met. */
#include <bpf/libbpf.h>

#include "../array/array.h"
#include "../core/context.h"
#include "../api/record.h"
#include "../api/value.h"
#include "kernel.h"
#include "replay.h"
#include "session.h"
#include "shared.h"

/* Records between two looks at the clock. */
#define RECORDS_A_LOOK 64

static void raise_kernel_error(struct stsx_session *session, const struct stsx_error_record *record)
{
	const struct stsx_program *program = session->program;
	const struct stsx_site *site = record->site < program->kernel_site_count ? &program->kernel_sites[record->site] : NULL;
	struct stsx_context *c = session->context;

	stsx_context_reset(c, 0);
	switch ((enum stsx_kernel_error)record->error) {
	case STSX_KERNEL_FAULT:
		stsx_raise_fault(c, record->value, site);
		break;
	case STSX_KERNEL_DIVISION:
		stsx_raise_division(c, site);
		break;
	case STSX_KERNEL_ACTIONS:
		stsx_raise_maxaction(c, site);
		break;
	case STSX_KERNEL_OVERFLOW:
		if (record->value < program->global_count && program->globals[record->value].array)
			stsx_raise_overflow(c, program->globals[record->value].array, site);
		break;
	case STSX_KERNEL_EMPTY:
		stsx_raise(c, site, "empty aggregate");
		break;
	default:
		stsx_raisef(c, site, "unknown error %u in the kernel half", record->error);
		break;
	}
	stsx_report_error(session, program->probes[record->head.probe].point);
}

/* False: the session is at its end. */
static bool handle_record(struct stsx_session *session, const struct stsx_record *record, uint32_t size)
{
	if (size < sizeof(*record) || record->probe >= session->program->probe_count)
		return true;
	if (record->kind == STSX_RECORD_ERROR && size >= sizeof(struct stsx_error_record)) {
		raise_kernel_error(session, (const struct stsx_error_record *)record);
	} else {
		stsx_count_record(session, session->program->probes[record->probe].locks);
		stsx_run_probe(session, &session->program->probes[record->probe], record);
	}
	if (session->stopping)
		stsx_replay_ended(session, record->time);
	return !session->stopping;
}

bool stsx_kernel_open_events(struct stsx_session *session)
{
	struct stsx_kernel *kernel = session->kernel;
	struct bpf_map *map = bpf_object__find_map_by_name(kernel->object, "stsx_events");

	kernel->has_events = map != NULL;
	return !map || stsx_ring_open(&kernel->ring, bpf_map__fd(map), bpf_map__max_entries(map));
}

int stsx_kernel_events_fd(const struct stsx_kernel *kernel)
{
	return kernel->has_events ? kernel->ring.fd : -1;
}

void stsx_kernel_events(struct stsx_session *session, uint64_t until, uint64_t clock_limit)
{
	struct stsx_kernel *kernel = session->kernel;
	const struct stsx_record *record;
	uint32_t size;

	if (!kernel->has_events || session->stopping)
		return;
	while ((record = stsx_ring_next(&kernel->ring, &size))) {
		uint64_t time = size >= sizeof(*record) ? record->time : 0;

		kernel->record_count++;
		if (!handle_record(session, record, size) || time >= until)
			break;
		if (kernel->record_count % RECORDS_A_LOOK == 0 && stsx_now() >= clock_limit)
			break;
	}
	stsx_ring_release(&kernel->ring);
}

bool stsx_kernel_may_wait(struct stsx_kernel *kernel)
{
	if (!kernel->has_events)
		return true;
	if (kernel->record_count != kernel->waited_at) {
		kernel->waited_at = kernel->record_count;
		return false;
	}
	__atomic_store_n(&kernel->state->waiting, 1, __ATOMIC_SEQ_CST);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return stsx_ring_is_empty(&kernel->ring);
}

void stsx_kernel_awake(struct stsx_kernel *kernel)
{
	kernel->state->waiting = 0;
}
