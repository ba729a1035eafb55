// SPDX-License-Identifier: Apache-2.0
/* symbols.stp: addresses of the kernel as text. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../api/intrinsics.h"
#include "../symbols/symbols.h"

static const char *hexadecimal(struct stsx_context *c, int64_t address)
{
	char *text = stsx_allocate(c, 24);

	snprintf(text, 24, "0x%" PRIx64, (uint64_t)address);
	return text;
}

const char *stsx_fn_symname(STSX_FN, int64_t address)
{
	const struct stsx_symbol *symbol = stsx_symbol_at((uint64_t)address);

	(void)site;
	return symbol ? symbol->name : hexadecimal(c, address);
}

const char *stsx_fn_symdata(STSX_FN, int64_t address)
{
	const struct stsx_symbol *symbol = stsx_symbol_at((uint64_t)address);
	uint64_t offset;
	char *text;
	size_t used;

	(void)site;
	if (!symbol)
		return hexadecimal(c, address);
	offset = (uint64_t)address - symbol->address;
	text = stsx_string_buffer(c);
	used = (size_t)snprintf(text, c->string_size, "%s+0x%" PRIx64, symbol->name, offset);
	if (symbol->size && used < c->string_size)
		used += (size_t)snprintf(text + used, c->string_size - used, "/0x%" PRIx64, symbol->size);
	if (used < c->string_size)
		snprintf(text + used, c->string_size - used, " [%s]", symbol->module);
	return text;
}

const char *stsx_fn_modname(STSX_FN, int64_t address)
{
	const struct stsx_symbol *symbol = stsx_symbol_at((uint64_t)address);

	if (symbol)
		return symbol->module;
	stsx_raisef(c, site, "address 0x%" PRIx64 " is in no module", (uint64_t)address);
	return "";
}
