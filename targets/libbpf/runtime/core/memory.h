/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that is always there: running out of it ends the program with one line. */
#ifndef STSX_CORE_MEMORY_H
#define STSX_CORE_MEMORY_H

#include <stddef.h>

void *stsx_malloc(size_t size);
void *stsx_calloc(size_t count, size_t size);
void *stsx_realloc(void *old, size_t size);
char *stsx_strdup(const char *text);
/* At most `length` bytes of it. */
char *stsx_strndup(const char *text, size_t length);
void stsx_out_of_memory(void) __attribute__((noreturn));

#endif
