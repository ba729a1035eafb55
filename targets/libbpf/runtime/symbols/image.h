/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of programs and libraries, from the symbol tables of their files; a file is read once. */
#ifndef STSX_SYMBOLS_IMAGE_H
#define STSX_SYMBOLS_IMAGE_H

#include <stdint.h>

struct stsx_image_symbol {
	uint64_t offset; /* in the file */
	uint64_t size; /* 0: unknown */
	const char *name;
};

struct stsx_image {
	const char *path;
	const char *build_id; /* hexadecimal; "": the linker gave it none */
	struct stsx_image_symbol *symbols; /* by offset */
	uint32_t symbol_count;
	struct stsx_image *next;
};

/* NULL: it cannot be read, or is no program. */
const struct stsx_image *stsx_image_open(const char *path);
/* One that was opened before and whose build id begins with these eight bytes; NULL: there is none. */
const struct stsx_image *stsx_image_by_build(uint64_t build);

/* A function of that name; NULL: there is none. */
const struct stsx_image_symbol *stsx_image_function(const struct stsx_image *image, const char *name);
/* The function that holds the place in the file; NULL: none does. */
const struct stsx_image_symbol *stsx_image_symbol_at(const struct stsx_image *image, uint64_t offset);

#endif
