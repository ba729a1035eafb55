// SPDX-License-Identifier: Apache-2.0
/*
 * The files that a process maps are read when an address is asked for that those known before do not hold; of a process that has ended
 * they stay as they were last seen. Before them come the places that the kernel half saw at the event itself.
 */
#include "user-symbols.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../core/memory.h"
#include "packed.h"

/* Processes whose files are kept in mind; the one that was not asked for longest is forgotten. */
#define MOST_PROCESSES 64

struct mapping {
	uint64_t start;
	uint64_t end;
	uint64_t offset;
	char *path;
};

struct process {
	int64_t pid;
	uint64_t last_use;
	struct mapping *mappings;
	uint32_t count;
};

static struct process processes[MOST_PROCESSES];
static uint64_t uses;

static void forget(struct process *process)
{
	for (uint32_t i = 0; i < process->count; i++)
		free(process->mappings[i].path);
	free(process->mappings);
	process->mappings = NULL;
	process->count = 0;
}

static void read_mappings(struct process *process)
{
	char path[64];
	char *line = NULL;
	size_t room = 0;
	struct process fresh = { 0 };
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%" PRId64 "/maps", process->pid);
	maps = fopen(path, "re");
	while (maps && getline(&line, &room, maps) > 0) {
		struct mapping mapping;
		int place = 0;

		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64 " %*s %*s %n", &mapping.start, &mapping.end,
			   &mapping.offset, &place) < 3 || !place || line[place] == '\0')
			continue;
		line[strcspn(line, "\n")] = '\0';
		mapping.path = stsx_strdup(line + place);
		fresh.mappings = stsx_realloc(fresh.mappings, (fresh.count + 1) * sizeof(mapping));
		fresh.mappings[fresh.count++] = mapping;
	}
	free(line);
	if (maps)
		fclose(maps);
	/* A process that has ended maps nothing any more. */
	if (fresh.count == 0)
		return;
	forget(process);
	process->mappings = fresh.mappings;
	process->count = fresh.count;
}

static struct process *find_process(int64_t pid)
{
	struct process *oldest = &processes[0];

	for (uint32_t i = 0; i < MOST_PROCESSES; i++) {
		if (processes[i].pid == pid) {
			processes[i].last_use = ++uses;
			return &processes[i];
		}
		if (processes[i].last_use < oldest->last_use)
			oldest = &processes[i];
	}
	forget(oldest);
	oldest->pid = pid;
	oldest->last_use = ++uses;
	return oldest;
}

static const struct mapping *find_mapping(const struct process *process, uint64_t address)
{
	for (uint32_t i = 0; i < process->count; i++) {
		if (address >= process->mappings[i].start && address < process->mappings[i].end)
			return &process->mappings[i];
	}
	return NULL;
}

/* The place of the stack that is nearest to the address, in a file that is known. */
static bool from_places(uint64_t address, const char *places, struct stsx_location *location, bool exact)
{
	uint64_t nearest = UINT64_MAX;
	uint64_t at;
	uint64_t build;
	uint64_t offset;

	while (stsx_unpack(&places, &at) && stsx_unpack(&places, &build) && stsx_unpack(&places, &offset)) {
		uint64_t distance = at > address ? at - address : address - at;
		const struct stsx_image *image;

		if (distance >= nearest || (exact && distance))
			continue;
		image = build ? stsx_image_by_build(build) : NULL;
		if (!image)
			continue;
		nearest = distance;
		*location = (struct stsx_location){ image->path, image, offset + address - at, 0, 0 };
	}
	/* What is further away than any function is long may be in another file. */
	return nearest < 1 << 20 && location->offset < UINT64_MAX / 2;
}

bool stsx_user_locate(int64_t pid, uint64_t address, const char *places, struct stsx_location *location)
{
	struct process *process;
	const struct mapping *mapping;

	if (from_places(address, places, location, true))
		return true;
	process = find_process(pid);
	mapping = find_mapping(process, address);
	if (!mapping) {
		read_mappings(process);
		mapping = find_mapping(process, address);
	}
	if (!mapping)
		return from_places(address, places, location, false);
	*location = (struct stsx_location){
		.path = mapping->path,
		.image = mapping->path[0] == '/' ? stsx_image_open(mapping->path) : NULL,
		.offset = address - mapping->start + mapping->offset,
		.start = mapping->start - mapping->offset,
		.size = mapping->end - mapping->start + mapping->offset,
	};
	return true;
}
