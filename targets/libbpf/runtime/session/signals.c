// SPDX-License-Identifier: Apache-2.0
/* A handler that runs for long is not interrupted by the first ^C, nor the second; the third ends the program at once. */
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#define STOPS_THAT_KILL 3

static volatile sig_atomic_t stops;
static volatile sig_atomic_t children;
static int wake = -1;

static void handle(int signal)
{
	int saved = errno;
	uint64_t one = 1;

	if (signal == SIGCHLD) {
		children = 1;
	} else if (++stops >= STOPS_THAT_KILL) {
		_exit(128 + signal);
	}
	(void)!write(wake, &one, sizeof(one));
	errno = saved;
}

/*
 * stsx names itself when it runs a program in its own place. Were it killed with SIGKILL, nobody could pass that on, and the
 * program's probes would stay attached with nobody to end them: so the kernel ends the program then.
 */
static void end_with_parent(void)
{
	const char *parent = getenv("STSX_PARENT");

	if (parent == NULL)
		return;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != (pid_t)atol(parent))
		stops = 1;
}

int stsx_signals_install(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD };
	struct sigaction action = { .sa_handler = handle, .sa_flags = SA_RESTART };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (wake < 0)
		return -1;
	for (unsigned int i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct sigaction before;

		/* nohup and background shells ignore these on purpose. */
		sigaction(signals[i], NULL, &before);
		if (before.sa_handler == SIG_IGN && signals[i] == SIGHUP)
			continue;
		sigaction(signals[i], &action, NULL);
	}
	sigaction(SIGPIPE, &ignore, NULL);
	end_with_parent();
	return wake;
}

void stsx_signals_restore(void)
{
	signal(SIGPIPE, SIG_DFL);
}

bool stsx_signals_stop(void)
{
	return stops > 0;
}

bool stsx_signals_child(void)
{
	uint64_t count;

	if (!children)
		return false;
	children = 0;
	(void)!read(wake, &count, sizeof(count));
	return true;
}
