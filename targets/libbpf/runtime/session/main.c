// SPDX-License-Identifier: Apache-2.0
/* The life of a session, in order: begin probes, then events and timers, then end probes, or error probes after an error. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../core/context.h"
#include "../format/output.h"
#include "../regex/match.h"
#include "commands.h"
#include "input.h"
#include "kernel.h"
#include "record.h"
#include "replay.h"
#include "session.h"
#include "signals.h"

const char *stsx_session_name(struct stsx_session *session)
{
	if (session->options.name)
		return session->options.name;
	if (!session->own_name[0])
		snprintf(session->own_name, sizeof(session->own_name), "stsx_%d", getpid());
	return session->own_name;
}

static bool open_output(struct stsx_session *session)
{
	const char *path = session->options.output_file;
	int fd = STDOUT_FILENO;

	if (path)
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		stsx_complain(session, "ERROR: cannot write to %s: %s", path, strerror(errno));
		return false;
	}
	session->output = stsx_output_create(fd);
	return true;
}

static bool set_up(struct stsx_session *session)
{
	const struct stsx_limits *limits = &session->program->limits;

	if (session->program->abi != STSX_ABI) {
		stsx_complain(session, "ERROR: this program was generated for another version of the run-time library");
		return false;
	}
	if (!open_output(session))
		return false;
	session->match = stsx_match_create();
	session->context = stsx_context_create(limits->max_string_length, limits->max_nesting, session->output);
	session->context->session = session;
	session->signals = stsx_signals_install();
	if (session->signals < 0) {
		stsx_complain(session, "ERROR: cannot wait for signals: %s", strerror(errno));
		return false;
	}
	return true;
}

/* Everything that can fail before a handler runs. */
static bool get_ready(struct stsx_session *session)
{
	if (!set_up(session) || !stsx_prepare_globals(session))
		return false;
	if (session->options.command && !stsx_child_create(session))
		return false;
	if (!stsx_replay_open(session))
		return false;
	if (!session->replay) {
		if (!stsx_files_open(session))
			return false;
		session->input = stsx_input_open(session);
	}
	/* The command's process is the target, which a recording names. */
	if (!stsx_record_open(session))
		return false;
	if (!session->program->object)
		return true;
	return stsx_kernel_start(session) != NULL;
}

static void report_skips(struct stsx_session *session)
{
	char text[96];

	if (!session->errors && !session->skipped)
		return;
	snprintf(text, sizeof(text), "Number of errors: %llu, skipped probes: %llu", (unsigned long long)session->errors,
		 (unsigned long long)session->skipped);
	stsx_warning(session, text);
}

static void report_late_reads(struct stsx_session *session)
{
	char text[96];

	if (!session->context->late_reads)
		return;
	snprintf(text, sizeof(text), "Number of reads in loops that were done when the event was past: %llu",
		 (unsigned long long)session->context->late_reads);
	stsx_warning(session, text);
}

static void close_files(struct stsx_session *session)
{
	stsx_files_close(session->files);
	stsx_input_close(session->input);
	session->files = NULL;
	session->input = NULL;
}

static void run(struct stsx_session *session)
{
	stsx_run_sequence(session, STSX_PROBE_BEGIN);
	if (!session->stopping) {
		if (session->kernel) {
			/* No handler may have run that would have done it. */
			stsx_update_conditions(session);
			stsx_kernel_activate(session->kernel, true);
		}
		if (session->replay)
			stsx_replay_loop(session);
		else
			stsx_loop(session);
	}
	stsx_child_end(session);
	if (session->kernel) {
		stsx_kernel_detach(session->kernel);
		stsx_kernel_check(session);
	}
	close_files(session);
	stsx_replay_gaps(session);
	stsx_run_sequence(session, STSX_PROBE_END);
	if (session->failed)
		stsx_run_sequence(session, STSX_PROBE_ERROR);
	stsx_commands_finish(session);
}

/* Output that could not be written is an error, but for a reader that went away. */
static bool close_output(struct stsx_session *session)
{
	struct stsx_output *output = session->output;
	const char *path = session->options.output_file;

	stsx_output_flush(output);
	if (!output->error && path && close(output->fd) < 0)
		output->error = errno;
	if (!output->error)
		return true;
	stsx_complain(session, "ERROR: cannot write to %s: %s", path ? path : "standard output", strerror(output->error));
	return false;
}

static void tear_down(struct stsx_session *session)
{
	if (session->kernel)
		stsx_kernel_destroy(session, session->kernel);
	close_files(session);
	free(session->exchange.answer);
	stsx_child_end(session);
	stsx_release_globals(session);
	if (session->context)
		stsx_context_destroy(session->context);
	stsx_match_destroy(session->match);
	if (session->output)
		stsx_output_destroy(session->output);
	stsx_record_destroy(session->recorder);
	stsx_replay_destroy(session->replay);
	free(session->tokens);
	free(session->options.overrides);
}

int stsx_main(int argc, char **argv, const struct stsx_program *program)
{
	struct stsx_session session = { .program = program, .child_gate = -1 };
	int status = stsx_parse_options(&session.options, argc, argv, program);

	stsx_report_open();
	if (status >= 0) {
		free(session.options.overrides);
		return status;
	}
	status = 1;
	if (get_ready(&session)) {
		run(&session);
		report_skips(&session);
		report_late_reads(&session);
		status = close_output(&session) && !session.failed && !session.reported ? 0 : 1;
		if (!stsx_record_close(&session, status) || !stsx_replay_close(&session))
			status = 1;
	}
	tear_down(&session);
	return status;
}
