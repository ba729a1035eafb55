// SPDX-License-Identifier: Apache-2.0
#include "input.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "../core/memory.h"
#include "kernel.h"
#include "session.h"

#define READ_SIZE 4096

struct stsx_input {
	bool ended;
	bool is_terminal;
	struct termios before;
	char *line;
	uint32_t length;
	uint32_t most; /* bytes that a line keeps */
};

static bool wants(const struct stsx_program *program)
{
	for (uint32_t i = 0; i < program->probe_count; i++) {
		enum stsx_probe_kind kind = program->probes[i].kind;

		if (kind == STSX_PROBE_INPUT_CHAR || kind == STSX_PROBE_INPUT_LINE)
			return true;
	}
	return false;
}

/* Keys come as they are pressed, and what the script prints is all that is seen. ^C still ends the run. */
static void prepare_terminal(struct stsx_input *input)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &input->before) < 0)
		return;
	input->is_terminal = true;
	raw = input->before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	/* A session in the background is not stopped for it. */
	signal(SIGTTOU, SIG_IGN);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

struct stsx_input *stsx_input_open(const struct stsx_session *session)
{
	const struct stsx_program *program = session->program;
	struct stsx_input *input;

	if (!wants(program))
		return NULL;
	input = stsx_calloc(1, sizeof(*input));
	input->most = program->limits.max_string_length - 1;
	input->line = stsx_malloc(input->most + 1);
	prepare_terminal(input);
	return input;
}

/* Events that came before are handled before. */
static void run(struct stsx_session *session, enum stsx_probe_kind kind, const char *text)
{
	if (session->kernel)
		stsx_kernel_events(session, stsx_now(), UINT64_MAX);
	session->exchange.written = text;
	for (uint32_t i = 0; i < session->program->probe_count && !session->stopping; i++) {
		const struct stsx_probe *probe = &session->program->probes[i];

		if (probe->kind == kind)
			stsx_run_probe(session, probe, NULL);
	}
	session->exchange.written = NULL;
}

static void take(struct stsx_session *session, struct stsx_input *input, char character)
{
	char text[2] = { character, '\0' };

	run(session, STSX_PROBE_INPUT_CHAR, text);
	if (input->length < input->most)
		input->line[input->length++] = character;
	if (character != '\n')
		return;
	input->line[input->length] = '\0';
	input->length = 0;
	run(session, STSX_PROBE_INPUT_LINE, input->line);
}

void stsx_input_serve(struct stsx_session *session)
{
	struct stsx_input *input = session->input;
	struct pollfd ready = { .fd = STDIN_FILENO, .events = POLLIN };
	char text[READ_SIZE];
	ssize_t size;

	if (!input || input->ended || poll(&ready, 1, 0) <= 0)
		return;
	size = read(STDIN_FILENO, text, sizeof(text));
	if (size < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (size <= 0) {
		input->ended = true;
		return;
	}
	for (ssize_t i = 0; i < size && !session->stopping; i++)
		take(session, input, text[i]);
}

bool stsx_input_lasts(const struct stsx_input *input)
{
	return input && !input->ended;
}

void stsx_input_close(struct stsx_input *input)
{
	if (!input)
		return;
	if (input->is_terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &input->before);
	free(input->line);
	free(input);
}
