/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Library functions: `function NAME:TYPE (…) %{ … %}` of src/tapset/ is stsx_fn_NAME here. The first two arguments are
 * the context and the call's place, then the script's arguments: long is int64_t, string const char *. A string result
 * lives in the arena or for ever. Functions that read the handled event's context give the user half's own in begin,
 * end, error and timer handlers.
 */
#ifndef STSX_API_INTRINSICS_H
#define STSX_API_INTRINSICS_H

#include <stdint.h>

#include "context.h"

#define STSX_FN struct stsx_context *c, const struct stsx_site *site

/* control */
void stsx_fn_exit(STSX_FN);
void stsx_fn_abort(STSX_FN);
void stsx_fn_error(STSX_FN, const char *message);
void stsx_fn_warn(STSX_FN, const char *message);
void stsx_fn_log(STSX_FN, const char *message);

#endif
