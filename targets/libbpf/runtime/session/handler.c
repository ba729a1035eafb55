// SPDX-License-Identifier: Apache-2.0
/* Running one handler, and the sequences of begin, end and error handlers. */
#include <stdlib.h>

#include "../core/context.h"
#include "../core/memory.h"
#include "commands.h"
#include "kernel.h"
#include "record.h"
#include "replay.h"
#include "session.h"
#include "shared.h"

static bool condition_holds(struct stsx_session *session, const struct stsx_probe *probe)
{
	int64_t holds;

	if (!probe->condition)
		return true;
	stsx_context_reset(session->context, probe->max_action);
	holds = probe->condition(session->context);
	if (session->context->error == STSX_OK)
		return holds;
	stsx_report_error(session, probe->point);
	return false;
}

void stsx_update_conditions(struct stsx_session *session)
{
	if (!session->kernel || !session->kernel->has_conditions)
		return;
	for (uint32_t i = 0; i < session->program->probe_count; i++) {
		const struct stsx_probe *probe = &session->program->probes[i];

		if (probe->kind == STSX_PROBE_EVENT && probe->condition)
			stsx_kernel_switch(session->kernel, i, condition_holds(session, probe));
	}
}

static void run_handler(struct stsx_session *session, const struct stsx_probe *probe, const struct stsx_record *record)
{
	struct stsx_context *c = session->context;

	if (!condition_holds(session, probe))
		return;
	stsx_context_reset(c, probe->max_action);
	c->probe = probe;
	c->record = record;
	stsx_exchange_start(session, probe);
	probe->handler(c, record);
	c->record = NULL;
	if (c->error == STSX_ABORTED)
		stsx_stop(session);
	else if (c->error)
		stsx_report_error(session, probe->point);
	stsx_commands_start(session);
	stsx_update_conditions(session);
}

void stsx_run_probe(struct stsx_session *session, const struct stsx_probe *probe, const struct stsx_record *record)
{
	if (!probe->handler)
		return;
	stsx_take_locks(session, probe->locks);
	if (probe->merges && session->kernel)
		stsx_kernel_merge(session);
	/* The merge may have found an array too full. */
	if ((!session->failed || probe->kind == STSX_PROBE_ERROR) && stsx_replay_enter(session, probe)) {
		stsx_record_enter(session);
		run_handler(session, probe, record);
		stsx_record_leave(session, probe, record);
		if (probe->kind != STSX_PROBE_EVENT)
			stsx_replay_leave(session, probe);
	}
	stsx_give_locks(session);
}

static int by_sequence(const void *a, const void *b)
{
	const struct stsx_probe *left = *(const struct stsx_probe *const *)a;
	const struct stsx_probe *right = *(const struct stsx_probe *const *)b;

	if (left->sequence != right->sequence)
		return left->sequence < right->sequence ? -1 : 1;
	/* Both are elements of the program's table, which is in the order of derivation. */
	return left < right ? -1 : left > right;
}

static bool may_run(const struct stsx_session *session, enum stsx_probe_kind kind)
{
	switch (kind) {
	case STSX_PROBE_BEGIN:
		return !session->stopping && !session->failed;
	case STSX_PROBE_END:
		return !session->failed;
	case STSX_PROBE_ERROR:
	default:
		break;
	}
	return true;
}

void stsx_run_sequence(struct stsx_session *session, enum stsx_probe_kind kind)
{
	const struct stsx_program *program = session->program;
	const struct stsx_probe **probes = stsx_calloc(program->probe_count + 1, sizeof(*probes));
	uint32_t count = 0;

	for (uint32_t i = 0; i < program->probe_count; i++) {
		if (program->probes[i].kind == kind)
			probes[count++] = &program->probes[i];
	}
	qsort(probes, count, sizeof(*probes), by_sequence);
	for (uint32_t i = 0; i < count && may_run(session, kind); i++)
		stsx_run_probe(session, probes[i], NULL);
	free(probes);
}

void stsx_stop(struct stsx_session *session)
{
	session->stopping = true;
	if (session->kernel)
		stsx_kernel_activate(session->kernel, false);
}

void stsx_fail(struct stsx_session *session)
{
	session->failed = true;
	stsx_stop(session);
}
