// SPDX-License-Identifier: Apache-2.0
#include "commands.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../core/memory.h"
#include "../format/output.h"
#include "file-limit.h"
#include "session.h"
#include "signals.h"

struct stsx_commands {
	char **kept;
	uint32_t kept_count;
	uint32_t running;
};

static struct stsx_commands *commands_of(struct stsx_session *session)
{
	if (!session->commands)
		session->commands = stsx_calloc(1, sizeof(*session->commands));
	return session->commands;
}

void stsx_commands_add(struct stsx_session *session, const char *command)
{
	struct stsx_commands *commands = commands_of(session);

	commands->kept = stsx_realloc(commands->kept, (commands->kept_count + 1) * sizeof(*commands->kept));
	commands->kept[commands->kept_count++] = stsx_strdup(command);
}

static void start(struct stsx_session *session, const char *command)
{
	pid_t pid = fork();

	if (pid == 0) {
		stsx_signals_restore();
		stsx_file_limit_restore();
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (pid > 0)
		session->commands->running++;
	else
		stsx_complain(session, "ERROR: system(): cannot start '%s': %s", command, strerror(errno));
}

void stsx_commands_start(struct stsx_session *session)
{
	struct stsx_commands *commands = session->commands;

	if (!commands || !commands->kept_count)
		return;
	stsx_output_flush(session->output);
	for (uint32_t i = 0; i < commands->kept_count; i++) {
		start(session, commands->kept[i]);
		free(commands->kept[i]);
	}
	commands->kept_count = 0;
}

void stsx_commands_finish(struct stsx_session *session)
{
	uint64_t deadline = stsx_now() + 1000000000;

	if (!session->commands)
		return;
	stsx_reap(session);
	while (session->commands->running && stsx_now() < deadline) {
		poll(NULL, 0, 5);
		stsx_reap(session);
	}
	free(session->commands->kept);
	free(session->commands);
	session->commands = NULL;
}

/* Does it take a shell to understand the command? */
static bool needs_shell(const char *command)
{
	return strpbrk(command, "|&;<>()$`\\\"'*?[]{}#~=%!\n") != NULL;
}

static void execute(const char *command)
{
	char *copy = stsx_strdup(command);
	char **words = stsx_calloc(strlen(command) / 2 + 2, sizeof(*words));
	uint32_t count = 0;

	if (!needs_shell(command)) {
		for (char *word = strtok(copy, " \t"); word; word = strtok(NULL, " \t"))
			words[count++] = word;
		if (count)
			execvp(words[0], words);
	}
	/* What is no program may be a command of the shell, which else says what is wrong. */
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	fprintf(stderr, "ERROR: cannot run '%s': %s\n", command, strerror(errno));
	_exit(127);
}

bool stsx_child_create(struct stsx_session *session)
{
	int gate[2];
	char byte;
	pid_t pid;

	if (pipe2(gate, O_CLOEXEC) < 0) {
		stsx_complain(session, "ERROR: -c: %s", strerror(errno));
		return false;
	}
	pid = fork();
	if (pid == 0) {
		close(gate[1]);
		/* A byte says go; an end without one that the session ended before. */
		if (read(gate[0], &byte, 1) != 1)
			_exit(0);
		stsx_signals_restore();
		stsx_file_limit_restore();
		execute(session->options.command);
	}
	close(gate[0]);
	if (pid < 0) {
		close(gate[1]);
		stsx_complain(session, "ERROR: -c: cannot start a process: %s", strerror(errno));
		return false;
	}
	session->child = pid;
	session->child_gate = gate[1];
	session->options.target_pid = pid;
	return true;
}

void stsx_child_release(struct stsx_session *session)
{
	if (!session->child)
		return;
	stsx_output_flush(session->output);
	(void)!write(session->child_gate, "", 1);
	close(session->child_gate);
	session->child_gate = -1;
}

void stsx_child_end(struct stsx_session *session)
{
	if (!session->child)
		return;
	if (session->child_gate >= 0) {
		close(session->child_gate);
		waitpid(session->child, NULL, 0);
	} else {
		kill(session->child, SIGTERM);
	}
	session->child = 0;
}

static void child_ended(struct stsx_session *session, int status)
{
	char text[64];

	session->child = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
		snprintf(text, sizeof(text), "Child process exited with status %d", WEXITSTATUS(status));
		stsx_remark(session, text);
	} else if (WIFSIGNALED(status)) {
		snprintf(text, sizeof(text), "Child process exited with signal %d (%s)", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
		stsx_remark(session, text);
	}
}

void stsx_reap(struct stsx_session *session)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == session->child)
			child_ended(session, status);
		else if (session->commands && session->commands->running)
			session->commands->running--;
	}
}
