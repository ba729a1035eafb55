// SPDX-License-Identifier: Apache-2.0
/* The command line of a compiled program: the options of `stsx run` that concern a run, spelt alike. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../core/memory.h"
#include "session.h"

#define MOST_NAME 55

enum {
	OPTION_SUPPRESS_HANDLER_ERRORS = 256,
	OPTION_RECORD,
	OPTION_REPLAY,
};

static const struct option long_options[] = {
	{ "help", no_argument, NULL, 'h' },
	{ "replay", required_argument, NULL, OPTION_REPLAY },
	{ "record", required_argument, NULL, OPTION_RECORD },
	{ "suppress-handler-errors", no_argument, NULL, OPTION_SUPPRESS_HANDLER_ERRORS },
	{ 0 },
};

static void print_help(const char *name, const struct stsx_program *program)
{
	printf("Usage: %s [OPTION]…\n"
	       "\n"
	       "Runs the script %s, compiled by stsx.\n"
	       "\n"
	       "  -c CMD          run CMD once all probes are ready, end when it ends; target() is its process id\n"
	       "  -x PID          target() is PID\n"
	       "  -T SECONDS      end after that time\n"
	       "  -m NAME         the session's name: that of the folder in /run/stsx where procfs files are\n"
	       "  -o FILE         write the output to FILE\n"
	       "  -s MEGABYTES    size of the buffer between kernel and program: events that find it full are skipped\n"
	       "  -G VAR=VALUE    give a global variable another initial value\n"
	       "  --record FILE   record the run, if the program was compiled with --record\n"
	       "  -w              no warnings\n"
	       "  -v              say how probes were attached, and why loading failed; again: more of it\n"
	       "  --suppress-handler-errors\n"
	       "                  go on after run-time errors, and do not print them\n"
	       "  -h, --help      print this\n"
	       "\n"
	       "^C ends the run: end probes run, then the program exits. Exit status: 0, 1 after a run-time error or\n"
	       "a failed start, 2 for a wrong command line.\n",
	       name, program->name);
}

static bool wrong(const char *name, const char *message, const char *value)
{
	fprintf(stderr, "%s: %s: '%s' (see %s --help)\n", name, message, value, name);
	return false;
}

static bool parse_pid(const char *text, pid_t *pid)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value <= 0 || value > INT32_MAX)
		return false;
	*pid = (pid_t)value;
	return true;
}

/* As SystemTap has the names of its modules. */
static bool is_name(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length <= MOST_NAME &&
	       strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

static bool parse_seconds(const char *text, uint64_t *ns)
{
	char *end;
	double value;

	errno = 0;
	value = strtod(text, &end);
	if (errno || end == text || *end || !(value > 0) || value > 1e9)
		return false;
	*ns = (uint64_t)(value * 1e9);
	return true;
}

static bool parse_megabytes(const char *text, uint32_t *megabytes)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < 1 || value > STSX_MOST_BUFFER_MB)
		return false;
	*megabytes = (uint32_t)value;
	return true;
}

static void add_override(struct stsx_options *options, char *text)
{
	options->overrides =
		stsx_realloc(options->overrides, (options->override_count + 1) * sizeof(*options->overrides));
	options->overrides[options->override_count++] = text;
}

static bool take_option(struct stsx_options *options, int option, const char *name)
{
	switch (option) {
	case 'c':
		options->command = optarg;
		return true;
	case 'x':
		return parse_pid(optarg, &options->target_pid) || wrong(name, "-x needs a process id", optarg);
	case 'T':
		return parse_seconds(optarg, &options->timeout_ns) ||
		       wrong(name, "-T needs a number of seconds", optarg);
	case 'm':
		options->name = optarg;
		return is_name(optarg) || wrong(name, "-m needs up to 55 letters, digits and _", optarg);
	case 'o':
		options->output_file = optarg;
		return true;
	case 's':
		return parse_megabytes(optarg, &options->buffer_mb) ||
		       wrong(name, "-s needs a number of megabytes from 1 to 2047", optarg);
	case 'G':
		add_override(options, optarg);
		return strchr(optarg, '=') || wrong(name, "-G needs VAR=VALUE", optarg);
	case 'w':
		options->suppress_warnings = true;
		return true;
	case 'v':
		options->verbosity++;
		return true;
	case OPTION_REPLAY:
		options->replay_file = optarg;
		return true;
	case OPTION_RECORD:
		options->record_file = optarg;
		return true;
	case OPTION_SUPPRESS_HANDLER_ERRORS:
		options->suppress_handler_errors = true;
		return true;
	default:
		/* getopt has said what is wrong. */
		return false;
	}
}

int stsx_parse_options(struct stsx_options *options, int argc, char **argv, const struct stsx_program *program)
{
	const char *name = argc > 0 ? argv[0] : program->name;
	int option;

	*options = (struct stsx_options){
		.command = program->command,
		.target_pid = program->target_pid,
		.timeout_ns = (uint64_t)program->timeout_ms * 1000000,
		.name = program->session_name,
		.output_file = program->output_file,
		.record_file = program->record_file,
		.buffer_mb = program->buffer_mb,
		.suppress_warnings = program->suppress_warnings,
		.suppress_handler_errors = program->suppress_handler_errors,
	};
	while ((option = getopt_long(argc, argv, "+c:x:T:m:o:s:G:wvh", long_options, NULL)) != -1) {
		if (option == 'h') {
			print_help(name, program);
			return 0;
		}
		if (!take_option(options, option, name))
			return 2;
	}
	if (optind < argc) {
		wrong(name, "takes no arguments", argv[optind]);
		return 2;
	}
	return -1;
}
