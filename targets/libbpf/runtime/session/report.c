// SPDX-License-Identifier: Apache-2.0
/* What the session says on standard error. Each message is one write, behind all output so far. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../core/context.h"
#include "../core/memory.h"
#include "../format/output.h"
#include "session.h"

static void write_all(const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(STDERR_FILENO, text, length);

		if (written <= 0)
			return;
		text += written;
		length -= (size_t)written;
	}
}

static void say(struct stsx_session *session, const char *text)
{
	if (session->output)
		stsx_output_flush(session->output);
	write_all(text, strlen(text));
}

void stsx_warning(struct stsx_session *session, const char *text)
{
	size_t length = strlen(text);
	char *line;

	if (session->options.suppress_warnings)
		return;
	if (asprintf(&line, "WARNING: %s%s", text, length && text[length - 1] == '\n' ? "" : "\n") < 0)
		stsx_out_of_memory();
	say(session, line);
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
	say(session, line);
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
	say(session, text);
	free(text);
	session->reported = true;
	if (session->errors > session->program->limits.max_errors)
		stsx_fail(session);
}
