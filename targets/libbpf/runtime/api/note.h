/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the world told a handler, for recordings: a program that can record notes the result of each library
 * function that is not decided by the program itself, right after the call. Errors are noted as such.
 */
#ifndef STSX_API_NOTE_H
#define STSX_API_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"

/* `name` is the function's. What the event's record holds under that name is not noted again. */
void stsx_note_long(struct stsx_context *c, const char *name, int64_t value);
void stsx_note_string(struct stsx_context *c, const char *name, const char *value);

/* Only if an error is set. */
void stsx_note_failure(struct stsx_context *c, const char *name);

#endif
