/* SPDX-License-Identifier: Apache-2.0 */
/* Which function of which file an address of a program lies in. */
#ifndef STSX_SYMBOLS_USER_SYMBOLS_H
#define STSX_SYMBOLS_USER_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "image.h"

struct stsx_location {
	const char *path; /* of the file, or [stack], [vdso] and the like */
	const struct stsx_image *image; /* NULL: it has no functions that can be looked up */
	uint64_t offset; /* in the file */
	uint64_t start; /* of the mapping; 0: unknown */
	uint64_t size;
};

/*
 * `places` is what the kernel half knew of the event's stack (__user_places): it holds when the process has ended or replaced its
 * program. False: nothing is known of the address.
 */
bool stsx_user_locate(int64_t pid, uint64_t address, const char *places, struct stsx_location *location);

#endif
