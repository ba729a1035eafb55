// SPDX-License-Identifier: Apache-2.0
/* Records of the ring buffer: events of streamed probes, and errors that kernel handlers met. */
#include <bpf/libbpf.h>

#include "../array/array.h"
#include "../core/context.h"
#include "../api/record.h"
#include "../api/value.h"
#include "kernel.h"
#include "session.h"
#include "shared.h"

/* Given to libbpf to stop at this record; what it handed out is consumed. */
#define ENOUGH (-1)
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

static int handle_record(void *context, void *data, size_t size)
{
	struct stsx_session *session = context;
	const struct stsx_record *record = data;
	struct stsx_kernel *kernel = session->kernel;

	if (session->stopping)
		return ENOUGH;
	if (size < sizeof(*record) || record->probe >= session->program->probe_count || session->failed)
		return 0;
	if (record->kind == STSX_RECORD_ERROR && size >= sizeof(struct stsx_error_record)) {
		raise_kernel_error(session, data);
	} else {
		stsx_count_record(session, session->program->probes[record->probe].locks);
		stsx_run_probe(session, &session->program->probes[record->probe], record);
	}
	if (record->time >= kernel->record_limit)
		return ENOUGH;
	if (++kernel->record_count % RECORDS_A_LOOK == 0 && stsx_now() >= kernel->clock_limit)
		return ENOUGH;
	return 0;
}

bool stsx_kernel_open_events(struct stsx_session *session)
{
	struct stsx_kernel *kernel = session->kernel;
	struct bpf_map *map = bpf_object__find_map_by_name(kernel->object, "stsx_events");

	if (!map)
		return true;
	kernel->ring = ring_buffer__new(bpf_map__fd(map), handle_record, session, NULL);
	return kernel->ring != NULL;
}

int stsx_kernel_events_fd(const struct stsx_kernel *kernel)
{
	return kernel->ring ? ring_buffer__epoll_fd(kernel->ring) : -1;
}

void stsx_kernel_events(struct stsx_session *session, uint64_t until, uint64_t clock_limit)
{
	struct stsx_kernel *kernel = session->kernel;

	if (!kernel->ring || session->stopping)
		return;
	kernel->record_limit = until;
	kernel->clock_limit = clock_limit;
	ring_buffer__consume(kernel->ring);
}
