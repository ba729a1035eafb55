// SPDX-License-Identifier: Apache-2.0
/* stacks.stp: stacks as the kernel half captured them. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../api/intrinsics.h"
#include "../symbols/packed.h"
#include "../symbols/symbols.h"
#include "ambient.h"

/* Outside of events there is no stack. */
static const char *captured(const struct stsx_context *c, const char *name)
{
	const char *text = stsx_ambient_string(c, name);

	return text ? text : "";
}

const char *stsx_fn___kernel_stack(STSX_FN)
{
	(void)site;
	return captured(c, "__kernel_stack");
}

const char *stsx_fn___user_stack(STSX_FN)
{
	(void)site;
	return captured(c, "__user_stack");
}

const char *stsx_fn___user_places(STSX_FN)
{
	(void)site;
	return captured(c, "__user_places");
}

/* Functions by which a tracepoint or a function's entry comes to a program. */
static bool is_tracing(uint64_t address)
{
	static const char *const beginnings[] = { "bpf_trace_run", "__bpf_trace_", "bpf_dispatcher_", "__traceiter_" };
	const struct stsx_symbol *symbol = stsx_symbol_at(address);

	if (!symbol || strcmp(symbol->module, "bpf") == 0)
		return true;
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		if (strncmp(symbol->name, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	}
	return false;
}

/* Where no symbols can be read, all is left as it is. */
const char *stsx_fn___without_tracing(STSX_FN, const char *packed)
{
	const char *rest = packed;
	const char *frame = packed;
	uint64_t address;

	(void)c;
	(void)site;
	while (stsx_unpack(&frame, &address) && is_tracing(address))
		rest = frame;
	return *rest ? rest : packed;
}

const char *stsx_fn___stack_text(STSX_FN, const char *packed, int64_t first, int64_t last)
{
	char *text = stsx_string_buffer(c);
	size_t used = 0;
	uint64_t address;

	(void)site;
	for (int64_t i = 0; (last < 0 || i <= last) && stsx_unpack(&packed, &address); i++) {
		char piece[24];
		int length = snprintf(piece, sizeof(piece), "%s0x%" PRIx64, used ? " " : "", address);

		if (i < first)
			continue;
		if (used + (size_t)length >= c->string_size)
			break;
		memcpy(text + used, piece, (size_t)length + 1);
		used += (size_t)length;
	}
	return text;
}

int64_t stsx_fn___stack_address(STSX_FN, const char *packed, int64_t n)
{
	uint64_t address;

	(void)c;
	(void)site;
	for (int64_t i = 0; stsx_unpack(&packed, &address); i++) {
		if (i == n)
			return (int64_t)address;
	}
	return 0;
}
