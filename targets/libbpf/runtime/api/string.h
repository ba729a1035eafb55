/* SPDX-License-Identifier: Apache-2.0 */
/* Strings: assignment, concatenation, comparison. All results are cut to MAXSTRINGLEN-1 bytes. */
#ifndef STSX_API_STRING_H
#define STSX_API_STRING_H

#include <string.h>

#include "context.h"

/* Assigns to a variable: `destination` has MAXSTRINGLEN bytes; `source` may be longer, may be the same or overlap. */
void stsx_string_set(struct stsx_context *c, char *destination, const char *source);

/* `destination .= source` */
void stsx_string_append(struct stsx_context *c, char *destination, const char *source);

/* A copy in the arena, cut: what a variable held before something changes it, or a literal longer than MAXSTRINGLEN. */
const char *stsx_string_copy(struct stsx_context *c, const char *source);

/* `a . b` in the arena. */
const char *stsx_concat(struct stsx_context *c, const char *a, const char *b);

/* Negative, zero or positive; by unsigned bytes. */
static inline int stsx_compare(const char *a, const char *b)
{
	return strcmp(a, b);
}

#endif
