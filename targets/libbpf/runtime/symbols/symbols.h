/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel's symbols from /proc/kallsyms, read when first asked for, sorted by address. */
#ifndef STSX_SYMBOLS_SYMBOLS_H
#define STSX_SYMBOLS_SYMBOLS_H

#include <stdint.h>

struct stsx_symbol {
	uint64_t address;
	uint64_t size; /* up to the next symbol; 0: unknown */
	const char *name;
	const char *module; /* "kernel" for the kernel itself */
};

/* The symbol that covers an address; NULL: none does. */
const struct stsx_symbol *stsx_symbol_at(uint64_t address);
/* A function of that name, in that module (NULL: the kernel itself); NULL: there is none. */
const struct stsx_symbol *stsx_symbol_find(const char *name, const char *module);
/* The index of names takes memory; it is made again when asked for again. */
void stsx_symbol_names_forget(void);

#endif
