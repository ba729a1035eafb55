/* SPDX-License-Identifier: Apache-2.0 */
/* What the session's last =~ or !~ found, for matched() and ngroups(). */
#ifndef STSX_REGEX_MATCH_H
#define STSX_REGEX_MATCH_H

#include <stdint.h>

struct stsx_match {
	enum { STSX_MATCH_NONE, STSX_MATCH_FAILED, STSX_MATCH_FOUND } state;
	uint32_t groups;
	uint32_t room; /* slots */
	int32_t *slots;
	char *text; /* a copy, MAXSTRINGLEN bytes */
};

struct stsx_match *stsx_match_create(void);
void stsx_match_destroy(struct stsx_match *match);

#endif
