/* SPDX-License-Identifier: Apache-2.0 */
/* A run of a program: its state from the command line to the exit status. One a process. */
#ifndef STSX_SESSION_SESSION_H
#define STSX_SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "../api/program.h"
#include "files.h"

struct stsx_input;
struct stsx_kernel;
struct stsx_match;
struct stsx_output;
struct stsx_recorder;
struct stsx_replay;

/* The kernel counts the bytes in 32 bits. */
#define STSX_MOST_BUFFER_MB 2047

struct stsx_options {
	const char *command; /* -c */
	pid_t target_pid; /* -x */
	uint64_t timeout_ns; /* -T */
	const char *name; /* -m */
	const char *output_file; /* -o */
	const char *record_file; /* --record */
	uint32_t buffer_mb; /* -s; 0: as the program has it */
	const char *replay_file; /* --replay */
	bool suppress_warnings; /* -w */
	bool suppress_handler_errors;
	unsigned int verbosity; /* -v */
	char **overrides; /* -G, "VAR=VALUE" */
	uint32_t override_count;
};

struct stsx_session {
	const struct stsx_program *program;
	struct stsx_options options;
	struct stsx_context *context;
	struct stsx_output *output;
	struct stsx_kernel *kernel; /* NULL: the program has no kernel half */
	struct stsx_timers *timers;
	struct stsx_replay *replay; /* NULL: the session is live */
	struct stsx_recorder *recorder; /* NULL: the session is not recorded */
	struct stsx_files *files; /* NULL: no procfs probes, or no live session */
	struct stsx_input *input; /* NULL: no probes on standard input, or no live session */
	struct stsx_exchange exchange;
	struct stsx_match *match;
	struct stsx_commands *commands; /* of system(), to be started after the handler */
	char *tokens; /* the rest of tokenize()'s text */
	const char *token_at;
	bool stopping; /* exit(), abort(), ^C, …: only end probes run any more */
	bool failed; /* too many errors: error probes run in place of end probes */
	bool reported; /* some error was printed: the exit status is 1 */
	uint64_t errors;
	uint64_t skipped;
	pid_t child; /* -c's process while it runs; 0: none */
	char own_name[24]; /* without -m */
	int child_gate; /* a byte into it lets the child go on; -1: it was sent */
	int signals; /* readable when a signal has come */
};

/* Options from the command line, on top of the program's own. Gives -1 to go on, or the exit status. */
int stsx_parse_options(struct stsx_options *options, int argc, char **argv, const struct stsx_program *program);

/* "stsx_PID", or what -m says. */
const char *stsx_session_name(struct stsx_session *session);

/* Allocates aggregates and arrays, applies -G. False: a message was printed. */
bool stsx_prepare_globals(struct stsx_session *session);
void stsx_release_globals(struct stsx_session *session);

/* Runs a probe's handler: merge, condition, handler, report of its error. */
void stsx_run_probe(struct stsx_session *session, const struct stsx_probe *probe, const struct stsx_record *record);
/* Reports the context's error as that of `point`, and counts it. */
void stsx_report_error(struct stsx_session *session, const char *point);
/* All probes of a kind, ascending by sequence, while the session is in a state that lets them run. */
void stsx_run_sequence(struct stsx_session *session, enum stsx_probe_kind kind);

/* Event probes whose condition is false are switched off where the event is. */
void stsx_update_conditions(struct stsx_session *session);

/* From now on only end probes run. */
void stsx_stop(struct stsx_session *session);
void stsx_fail(struct stsx_session *session);

/* Lines on standard error, behind what was printed so far. Warnings obey -w; remarks too, which tell of what is around the
 * script, so that a replay of it does not say them. Notices are what is worth to know and no cause for concern. */
void stsx_report_open(void);
void stsx_warning(struct stsx_session *session, const char *text);
void stsx_notice(struct stsx_session *session, const char *text);
void stsx_remark(struct stsx_session *session, const char *text);
void stsx_complain(struct stsx_session *session, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Events, timers and signals until the session stops. */
void stsx_loop(struct stsx_session *session);

/* CLOCK_MONOTONIC, ns. */
uint64_t stsx_now(void);

#endif
