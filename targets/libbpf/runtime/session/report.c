// SPDX-License-Identifier: Apache-2.0
/* What the session says on standard error. Each message is one write, behind all output so far. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../core/context.h"
#include "../core/memory.h"
#include "../format/output.h"
#include "session.h"

static void write_all(int fd, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, text, length);

		if (written <= 0)
			return;
		text += written;
		length -= (size_t)written;
	}
}

/*
 * Who compares a run with its replay wants what the session says of the script, without what commands write on the same
 * standard error: in this environment variable it names a file descriptor that is open for it.
 */
#define COPY_TO "STSX_SAID"

static int copy_descriptor(void)
{
	static int descriptor = -2;

	if (descriptor == -2) {
		const char *name = getenv(COPY_TO);

		descriptor = name ? atoi(name) : -1;
		/* Commands do not get it. */
		if (descriptor > STDERR_FILENO)
			fcntl(descriptor, F_SETFD, FD_CLOEXEC);
	}
	return descriptor;
}

void stsx_report_open(void)
{
	copy_descriptor();
}

static void say(struct stsx_session *session, const char *text, bool of_script)
{
	if (session->output)
		stsx_output_flush(session->output);
	write_all(STDERR_FILENO, text, strlen(text));
	if (of_script && copy_descriptor() > STDERR_FILENO)
		write_all(copy_descriptor(), text, strlen(text));
}

static void warn(struct stsx_session *session, const char *text, bool of_script)
{
	size_t length = strlen(text);
	char *line;

	if (session->options.suppress_warnings)
		return;
	if (asprintf(&line, "WARNING: %s%s", text, length && text[length - 1] == '\n' ? "" : "\n") < 0)
		stsx_out_of_memory();
	say(session, line, of_script);
	free(line);
}

void stsx_warning(struct stsx_session *session, const char *text)
{
	warn(session, text, true);
}

void stsx_remark(struct stsx_session *session, const char *text)
{
	warn(session, text, false);
}

void stsx_notice(struct stsx_session *session, const char *text)
{
	char *line;

	if (session->options.suppress_warnings)
		return;
	if (asprintf(&line, "%s\n", text) < 0)
		stsx_out_of_memory();
	say(session, line, false);
	free(line);
}

void stsx_complain(struct stsx_session *session, const char *format, ...)
{
	va_list arguments;
	char *text;
	char *line;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		stsx_out_of_memory();
	va_end(arguments);
	if (asprintf(&line, "%s\n", text) < 0)
		stsx_out_of_memory();
	say(session, line, true);
	free(line);
	free(text);
}

void stsx_report_error(struct stsx_session *session, const char *point)
{
	char *text;

	session->errors++;
	if (session->options.suppress_handler_errors)
		return;

	text = stsx_error_text(session->context, point);
	say(session, text, true);
	free(text);
	session->reported = true;
	if (session->errors > session->program->limits.max_errors)
		stsx_fail(session);
}
