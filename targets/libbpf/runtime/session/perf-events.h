/* SPDX-License-Identifier: Apache-2.0 */
/* perf.*, and timer.profile, which is the CPU clock. */
#ifndef STSX_SESSION_PERF_EVENTS_H
#define STSX_SESSION_PERF_EVENTS_H

#include <stdbool.h>

struct bpf_program;
struct stsx_attach;
struct stsx_kernel;
struct stsx_session;

/* Does this machine count such events? */
bool stsx_perf_event_exists(const struct stsx_attach *way);
/* False: errno says why. */
bool stsx_attach_perf_events(struct stsx_session *session, struct stsx_kernel *kernel, const struct stsx_attach *way,
			     struct bpf_program *program);

#endif
