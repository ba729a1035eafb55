// SPDX-License-Identifier: Apache-2.0
/*
 * The wait for events, timers and signals. Events that came before a timer's deadline are handled before it; due timers
 * run one by one in the order of their deadlines.
 */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "../format/output.h"
#include "commands.h"
#include "grace-period.h"
#include "input.h"
#include "kernel.h"
#include "record.h"
#include "session.h"
#include "signals.h"
#include "timers.h"

/* How often lost events and full maps are looked for. */
#define CHECK_PERIOD_NS 100000000ull
/* While events come, the loop looks for more after this time instead of asking to be woken. */
#define LINGER_NS 500000ull

struct loop {
	struct stsx_session *session;
	int epoll;
	int timer;
	bool hears_input; /* the wait ends when there is something on standard input */
	uint64_t end; /* of -T */
	uint64_t check;
	uint64_t armed; /* what the timer is set to */
};

uint64_t stsx_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static bool watch(struct loop *loop, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static bool open_loop(struct loop *loop, int signals)
{
	int events = loop->session->kernel ? stsx_kernel_events_fd(loop->session->kernel) : -1;

	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	loop->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	loop->hears_input = loop->session->input && watch(loop, STDIN_FILENO);
	return loop->epoll >= 0 && loop->timer >= 0 && watch(loop, signals) && watch(loop, loop->timer) &&
	       (events < 0 || watch(loop, events)) &&
	       (!loop->session->files || watch(loop, stsx_files_fd(loop->session->files)));
}

/* Ends from outside: what had happened before is still handled. */
static void end_from_outside(struct stsx_session *session)
{
	if (session->kernel) {
		stsx_kernel_activate(session->kernel, false);
		stsx_wait_for_programs();
		stsx_kernel_events(session, UINT64_MAX, UINT64_MAX);
	}
	stsx_record_stop(session);
	stsx_stop(session);
}

static void look_at_signals(struct stsx_session *session)
{
	bool had_child = session->child != 0;

	if (stsx_signals_child())
		stsx_reap(session);
	if (stsx_signals_stop() || (had_child && !session->child))
		end_from_outside(session);
}

static void look_at_output(struct stsx_session *session)
{
	struct stsx_output *output = session->output;

	if (!output->broken && !output->error)
		return;
	stsx_record_stop(session);
	stsx_stop(session);
}

/* Runs the timer that is due first, behind the events before it. False: none is due. */
static bool run_timer(struct stsx_session *session, uint64_t now)
{
	if (stsx_timers_next(session->timers) > now)
		return false;
	if (session->kernel)
		stsx_kernel_events(session, now, UINT64_MAX);
	if (!session->stopping)
		stsx_run_probe(session, stsx_timers_due(session->timers, now), NULL);
	return true;
}

static uint64_t next_deadline(const struct loop *loop)
{
	uint64_t next = stsx_timers_next(loop->session->timers);

	if (loop->end < next)
		next = loop->end;
	if (loop->session->kernel && loop->check < next)
		next = loop->check;
	return next;
}

/* A timer that went off is quiet again once it is set. */
static void arm(struct loop *loop)
{
	struct itimerspec when = { 0 };
	uint64_t next = next_deadline(loop);

	if (next == loop->armed)
		return;
	loop->armed = next;
	if (next != STSX_NO_DEADLINE) {
		when.it_value.tv_sec = (time_t)(next / 1000000000);
		when.it_value.tv_nsec = (long)(next % 1000000000);
	}
	timerfd_settime(loop->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void sleep_until(uint64_t time)
{
	struct timespec when = { .tv_sec = (time_t)(time / 1000000000), .tv_nsec = (long)(time % 1000000000) };

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL);
}

/*
 * What comes from other processes of the user. Input that the wait cannot be for, a plain file, is there at once.
 */
static bool serve(struct loop *loop)
{
	struct stsx_session *session = loop->session;
	bool lasted = stsx_input_lasts(session->input);

	stsx_files_serve(session);
	stsx_input_serve(session);
	if (!lasted)
		return false;
	if (stsx_input_lasts(session->input))
		return !loop->hears_input;
	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, STDIN_FILENO, NULL);
	return true;
}

static void wait_for_something(struct loop *loop)
{
	struct stsx_kernel *kernel = loop->session->kernel;
	struct epoll_event events[4];

	stsx_output_flush(loop->session->output);
	look_at_output(loop->session);
	if (loop->session->stopping)
		return;
	if (kernel && !stsx_kernel_may_wait(kernel)) {
		uint64_t linger = stsx_now() + LINGER_NS;
		uint64_t deadline = next_deadline(loop);

		sleep_until(linger < deadline ? linger : deadline);
	} else {
		arm(loop);
		epoll_wait(loop->epoll, events, 4, -1);
	}
	if (kernel)
		stsx_kernel_awake(kernel);
}

static void look_at_kernel(struct loop *loop, uint64_t now)
{
	if (!loop->session->kernel || now < loop->check)
		return;
	stsx_kernel_check(loop->session);
	loop->check = now + CHECK_PERIOD_NS;
}

static void run_once(struct loop *loop)
{
	struct stsx_session *session = loop->session;
	uint64_t now;
	uint64_t next;

	look_at_signals(session);
	look_at_output(session);
	now = stsx_now();
	look_at_kernel(loop, now);
	if (session->stopping)
		return;
	next = stsx_timers_next(session->timers);
	if (loop->end <= now && loop->end <= next) {
		end_from_outside(session);
		return;
	}
	if (run_timer(session, now) || serve(loop)) {
		stsx_output_flush(session->output);
		return;
	}
	if (session->kernel)
		stsx_kernel_events(session, next, loop->check);
	if (!session->stopping && next > stsx_now())
		wait_for_something(loop);
}

void stsx_loop(struct stsx_session *session)
{
	uint64_t now = stsx_now();
	struct loop loop = {
		.session = session,
		.end = session->options.timeout_ns ? now + session->options.timeout_ns : STSX_NO_DEADLINE,
		.check = now + CHECK_PERIOD_NS,
	};

	session->timers = stsx_timers_create(session->program, now);
	if (!open_loop(&loop, session->signals)) {
		stsx_complain(session, "ERROR: cannot wait for events: %s", strerror(errno));
		stsx_fail(session);
	}
	stsx_child_release(session);
	while (!session->stopping)
		run_once(&loop);
	close(loop.epoll);
	close(loop.timer);
	stsx_timers_destroy(session->timers);
	session->timers = NULL;
}
