/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `value =~ "pattern"`: POSIX extended expressions, unanchored, leftmost-longest. A pattern is a static object of the
 * generated code, `static struct stsx_regex regex_0 = { .pattern = "a|b" };`, compiled when first used.
 */
#ifndef STSX_API_REGEX_H
#define STSX_API_REGEX_H

#include <stdint.h>

#include "context.h"

struct stsx_regex_program;

struct stsx_regex {
	const char *pattern;
	struct stsx_regex_program *program;
};

/* 1 or 0; sets what matched() and ngroups() give. */
int64_t stsx_regex_match(struct stsx_context *c, struct stsx_regex *regex, const char *value,
			 const struct stsx_site *site);

#endif
