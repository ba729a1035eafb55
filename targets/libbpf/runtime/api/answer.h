/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the world told a handler when it was recorded: in a replay build these stand in the place of the
 * library functions that tell of the world. `name` is the function's; the error that it ended with is raised.
 */
#ifndef STSX_API_ANSWER_H
#define STSX_API_ANSWER_H

#include <stdint.h>

#include "context.h"

/* Room for the digits of the memory that %m shows. */
#define STSX_ANSWER_SIZE 8200

int64_t stsx_answer_long(struct stsx_context *c, const char *name, const struct stsx_site *site);
const char *stsx_answer_string(struct stsx_context *c, const char *name, const struct stsx_site *site);

#endif
