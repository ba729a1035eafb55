/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing among the ways to attach a probe point, and attaching. Both say on standard error what is missing. */
#ifndef STSX_SESSION_ATTACH_H
#define STSX_SESSION_ATTACH_H

#include <stdbool.h>

#include "../api/program.h"

struct bpf_link;
struct stsx_kernel;
struct stsx_session;

/* Before loading: programs of ways not taken are left out. */
bool stsx_attach_choose(struct stsx_session *session, struct stsx_kernel *kernel);
bool stsx_attach_all(struct stsx_session *session, struct stsx_kernel *kernel);

/* It is given up with the kernel half. */
void stsx_kernel_keep_link(struct stsx_kernel *kernel, struct bpf_link *link);

/* Can this machine attach that way? */
bool stsx_way_exists(const struct stsx_attach *way);
/* Its program serves any number of functions, and is attached to all of them together. */
bool stsx_way_is_shared(const struct stsx_attach *way);
/* "kernel.function(…)": what the way needs and this machine has not. */
const char *stsx_way_lack(const struct stsx_attach *way);

void stsx_complain_of_way(struct stsx_session *session, const struct stsx_attach *way, const char *reason);
/* With -v: that a point is not probed, and why. */
void stsx_say_left_out(struct stsx_session *session, const struct stsx_attach *way, const char *reason);

#endif
