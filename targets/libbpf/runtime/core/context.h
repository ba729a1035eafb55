/* SPDX-License-Identifier: Apache-2.0 */
/* Making contexts: what the session, and tests in its place, do with a context that handlers do not. */
#ifndef STSX_CORE_CONTEXT_H
#define STSX_CORE_CONTEXT_H

#include "../api/context.h"

struct stsx_output;

/* `output` takes what print writes; NULL: print is not used. */
struct stsx_context *stsx_context_create(size_t string_size, uint32_t max_nesting, struct stsx_output *output);
void stsx_context_destroy(struct stsx_context *c);

/* At a handler's start: no error, full budget, empty arena. */
void stsx_context_reset(struct stsx_context *c, int64_t max_action);

/* "ERROR: … near … at … (called from …) in probe …\n" of the error that is set; the caller frees it. */
char *stsx_error_text(const struct stsx_context *c, const char *point);

#endif
