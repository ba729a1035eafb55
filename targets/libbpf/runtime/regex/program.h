/* SPDX-License-Identifier: Apache-2.0 */
/* A compiled expression: instructions of a machine that follows all ways through the pattern at once. */
#ifndef STSX_REGEX_PROGRAM_H
#define STSX_REGEX_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum stsx_regex_operation {
	STSX_REGEX_SET, /* reads a byte of set `a` */
	STSX_REGEX_SPLIT, /* goes on at `a`, which is preferred, and at `b` */
	STSX_REGEX_JUMP, /* to `a` */
	STSX_REGEX_SAVE, /* the position, in slot `a` */
	STSX_REGEX_START, /* only at the text's start */
	STSX_REGEX_END, /* only at its end */
	STSX_REGEX_MATCH,
};

struct stsx_regex_instruction {
	enum stsx_regex_operation operation;
	uint32_t a;
	uint32_t b;
};

struct stsx_byte_set {
	uint64_t bits[4];
};

struct stsx_regex_program {
	struct stsx_regex_instruction *instructions;
	uint32_t instruction_count;
	struct stsx_byte_set *sets;
	uint32_t set_count;
	uint32_t groups; /* the whole match counted */
};

static inline bool stsx_set_has(const struct stsx_byte_set *set, unsigned char byte)
{
	return set->bits[byte >> 6] >> (byte & 63) & 1;
}

static inline void stsx_set_add(struct stsx_byte_set *set, unsigned char byte)
{
	set->bits[byte >> 6] |= (uint64_t)1 << (byte & 63);
}

/* NULL: the pattern is none; `*problem` says why. */
struct stsx_regex_program *stsx_regex_compile(const char *pattern, const char **problem);
void stsx_regex_free(struct stsx_regex_program *program);

/* Gives 1 and sets slots 2i and 2i+1 to start and end of group i, -1 where it took no part; else 0. */
int stsx_regex_run(const struct stsx_regex_program *program, const char *text, size_t length, int32_t *slots);

#endif
