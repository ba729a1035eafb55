/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel half captured of the event's context for functions that the handler calls, by the intrinsic's name. */
#ifndef STSX_INTRINSICS_AMBIENT_H
#define STSX_INTRINSICS_AMBIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "../api/context.h"

/* False: there is no event, or nothing of that name was captured. */
bool stsx_ambient_long(const struct stsx_context *c, const char *name, int64_t *value);
/* NULL likewise. */
const char *stsx_ambient_string(const struct stsx_context *c, const char *name);

#endif
