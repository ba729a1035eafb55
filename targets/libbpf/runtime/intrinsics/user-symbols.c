// SPDX-License-Identifier: Apache-2.0
/* symbols.stp: addresses of programs as text. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../api/intrinsics.h"
#include "../api/program.h"
#include "../session/session.h"
#include "../symbols/user-symbols.h"

static const char *hexadecimal(struct stsx_context *c, int64_t address)
{
	char *text = stsx_allocate(c, 24);

	snprintf(text, 24, "0x%" PRIx64, (uint64_t)address);
	return text;
}

/* The files that the program's points name are known by their build ids from the first question on. */
static void open_images(const struct stsx_program *program)
{
	static bool opened;

	if (opened)
		return;
	opened = true;
	for (uint32_t i = 0; i < program->image_count; i++)
		stsx_image_open(program->images[i]);
}

static bool locate(STSX_FN, int64_t address, const char *places, struct stsx_location *location,
		   const struct stsx_image_symbol **symbol)
{
	open_images(c->session->program);
	*symbol = NULL;
	if (!stsx_user_locate(stsx_fn_pid(c, site), (uint64_t)address, places, location))
		return false;
	*symbol = location->image ? stsx_image_symbol_at(location->image, location->offset) : NULL;
	return true;
}

const char *stsx_fn___usymname(STSX_FN, int64_t address, const char *places)
{
	struct stsx_location location;
	const struct stsx_image_symbol *symbol;

	return locate(c, site, address, places, &location, &symbol) && symbol ? symbol->name : hexadecimal(c, address);
}

const char *stsx_fn___usymbrief(STSX_FN, int64_t address, const char *places)
{
	struct stsx_location location;
	const struct stsx_image_symbol *symbol;
	char *text;

	if (!locate(c, site, address, places, &location, &symbol) || !symbol)
		return hexadecimal(c, address);
	text = stsx_string_buffer(c);
	snprintf(text, c->string_size, "%s+0x%" PRIx64, symbol->name, location.offset - symbol->offset);
	return text;
}

const char *stsx_fn___usymdata(STSX_FN, int64_t address, const char *places)
{
	struct stsx_location location;
	const struct stsx_image_symbol *symbol;
	char *text;
	char size[32] = "";

	if (!locate(c, site, address, places, &location, &symbol))
		return hexadecimal(c, address);
	text = stsx_string_buffer(c);
	if (symbol) {
		if (symbol->size)
			snprintf(size, sizeof(size), "/0x%" PRIx64, symbol->size);
		snprintf(text, c->string_size, "%s+0x%" PRIx64 "%s [%s]", symbol->name, location.offset - symbol->offset,
			 size, location.path);
		return text;
	}
	if (location.size)
		snprintf(size, sizeof(size), "/0x%" PRIx64, location.size);
	snprintf(text, c->string_size, "0x%" PRIx64 " [%s+0x%" PRIx64 "%s]", (uint64_t)address, location.path,
		 location.offset, size);
	return text;
}

const char *stsx_fn___umodname(STSX_FN, int64_t address, const char *places)
{
	struct stsx_location location;
	const struct stsx_image_symbol *symbol;

	if (locate(c, site, address, places, &location, &symbol))
		return location.path;
	stsx_raisef(c, site, "user module not found for address 0x%" PRIx64, (uint64_t)address);
	return "";
}
