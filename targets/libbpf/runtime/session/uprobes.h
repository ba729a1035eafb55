/* SPDX-License-Identifier: Apache-2.0 */
/* Probes on the code of programs. */
#ifndef STSX_SESSION_UPROBES_H
#define STSX_SESSION_UPROBES_H

#include <stdbool.h>

#include "../api/program.h"
#include "../stsx_shared.h"

struct stsx_kernel;
struct stsx_session;

/* Attaches the program of the way, and the one at the entry of the function that keeps the arguments. False: errno says why. */
bool stsx_uprobe_attach(struct stsx_session *session, struct stsx_kernel *kernel, const struct stsx_attach *way);

/* By what the kernel knows a file that processes run. False: errno. */
bool stsx_executable_identify(const char *path, struct stsx_executable *executable);

#endif
