// SPDX-License-Identifier: Apache-2.0
/* Names lie one behind the other in one pool, and a symbol takes 16 bytes beside: 8 MB for a distribution's kernel. */
#include "symbols.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../core/memory.h"

struct line {
	uint64_t address;
	uint32_t name; /* offset in the pool */
	uint16_t module; /* 0: the kernel itself */
	bool code;
};

static struct line *lines;
static uint32_t line_count;
static uint32_t line_room;
static char *pool;
static uint32_t pool_used;
static uint32_t pool_room;
static char **modules;
static uint16_t module_count;
static bool loaded;
/* Functions by the hash of their names: their place among the lines, one more; 0: a free place. */
static uint32_t *names;
static uint32_t name_mask;

static uint32_t keep_name(const char *name, size_t length)
{
	uint32_t place = pool_used;

	if (pool_used + length + 1 > pool_room) {
		pool_room = 2 * pool_room + (uint32_t)length + 65536;
		pool = stsx_realloc(pool, pool_room);
	}
	memcpy(pool + place, name, length);
	pool[place + length] = '\0';
	pool_used += (uint32_t)length + 1;
	return place;
}

/* The modules' symbols come together: the last one is nearly always the one. */
static uint16_t module_index(const char *name, size_t length)
{
	for (uint16_t i = module_count; i-- > 0;) {
		if (strncmp(modules[i], name, length) == 0 && modules[i][length] == '\0')
			return i;
	}
	modules = stsx_realloc(modules, (module_count + 2u) * sizeof(*modules));
	if (module_count == 0)
		modules[module_count++] = stsx_strdup("kernel");
	modules[module_count] = stsx_malloc(length + 1);
	memcpy(modules[module_count], name, length);
	modules[module_count][length] = '\0';
	return module_count++;
}

/* "ffffffff81000000 T _stext" or "… t name\t[module]"; per-CPU offsets and the like, low addresses, are left out. */
static void take_line(const char *text)
{
	char *at;
	struct line line = { .address = strtoull(text, &at, 16) };
	const char *bracket;

	if (at[0] != ' ' || at[1] == '\0' || at[2] != ' ' || line.address < 0x10000)
		return;
	line.code = strchr("tTwW", at[1]) != NULL;
	line.name = keep_name(at + 3, strcspn(at + 3, "\t\n"));
	bracket = strchr(at + 3, '[');
	if (bracket)
		line.module = module_index(bracket + 1, strcspn(bracket + 1, "]"));
	if (line_count == line_room) {
		line_room = line_room ? line_room + line_room / 2 : 65536;
		lines = stsx_realloc(lines, line_room * sizeof(*lines));
	}
	lines[line_count++] = line;
}

static int by_address(const void *a, const void *b)
{
	const struct line *left = a;
	const struct line *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	/* Of several names of one address the file's first comes first. */
	return left->name < right->name ? -1 : 1;
}

static void load(void)
{
	char *line = NULL;
	size_t room = 0;
	FILE *file;

	if (loaded)
		return;
	loaded = true;
	file = fopen("/proc/kallsyms", "re");
	if (!file)
		return;
	setvbuf(file, NULL, _IOFBF, 1 << 16);
	while (getline(&line, &room, file) > 0)
		take_line(line);
	free(line);
	fclose(file);
	qsort(lines, line_count, sizeof(*lines), by_address);
}

static const struct stsx_symbol *describe(uint32_t index)
{
	static struct stsx_symbol symbol;
	const struct line *line = &lines[index];
	uint32_t next = index;

	while (next < line_count && lines[next].address == line->address)
		next++;
	symbol.address = line->address;
	symbol.size = next < line_count ? lines[next].address - line->address : 0;
	symbol.name = pool + line->name;
	symbol.module = line->module ? modules[line->module] : "kernel";
	return &symbol;
}

/* How many symbols begin at or before the address. */
static uint32_t count_up_to(uint64_t address)
{
	uint32_t low = 0;
	uint32_t high = line_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (lines[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct stsx_symbol *stsx_symbol_at(uint64_t address)
{
	uint32_t index;

	load();
	index = count_up_to(address);
	/* Behind the last symbol there is nothing that it could be. */
	if (index == 0 || (index == line_count && lines[index - 1].address != address))
		return NULL;
	index--;
	while (index > 0 && lines[index - 1].address == lines[index].address)
		index--;
	return describe(index);
}

static uint32_t place_of(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash & name_mask;
}

/* Of several functions of one name the one that comes first stands first. */
static void index_names(void)
{
	for (name_mask = 1; name_mask < 2 * line_count; name_mask = name_mask << 1 | 1)
		;
	names = stsx_calloc((size_t)name_mask + 1, sizeof(*names));
	for (uint32_t i = 0; i < line_count; i++) {
		uint32_t place;

		if (!lines[i].code)
			continue;
		for (place = place_of(pool + lines[i].name); names[place]; place = (place + 1) & name_mask)
			;
		names[place] = i + 1;
	}
}

const struct stsx_symbol *stsx_symbol_find(const char *name, const char *module)
{
	load();
	if (!names)
		index_names();
	for (uint32_t place = place_of(name); names[place]; place = (place + 1) & name_mask) {
		const struct line *line = &lines[names[place] - 1];

		if (strcmp(pool + line->name, name) != 0)
			continue;
		if (module ? line->module && strcmp(modules[line->module], module) == 0 : !line->module)
			return describe(names[place] - 1);
	}
	return NULL;
}

void stsx_symbol_names_forget(void)
{
	free(names);
	names = NULL;
}
