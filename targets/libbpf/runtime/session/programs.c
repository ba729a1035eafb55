// SPDX-License-Identifier: Apache-2.0
#include "programs.h"

#include <bpf/libbpf.h>
#include <stdlib.h>
#include <string.h>

#include "../api/program.h"
#include "../core/memory.h"
#include "kernel.h"

static int by_name(const void *a, const void *b)
{
	const struct stsx_bpf_program *left = a;
	const struct stsx_bpf_program *right = b;

	return strcmp(left->name, right->name);
}

void stsx_programs_find(struct stsx_kernel *kernel, const struct stsx_program *program)
{
	struct bpf_program *one;
	uint32_t count = 0;

	bpf_object__for_each_program(one, kernel->object) count++;
	kernel->programs = stsx_calloc(count + 1, sizeof(*kernel->programs));
	bpf_object__for_each_program(one, kernel->object)
	{
		struct stsx_bpf_program *entry = &kernel->programs[kernel->program_count++];

		entry->name = bpf_program__name(one);
		entry->program = one;
	}
	qsort(kernel->programs, count, sizeof(*kernel->programs), by_name);
	for (uint32_t i = 0; i < program->attach_count; i++) {
		struct stsx_bpf_program *used = stsx_program_named(kernel, program->attach[i].program);

		if (used)
			used->uses++;
	}
}

struct stsx_bpf_program *stsx_programs_from(const struct stsx_kernel *kernel, const char *name)
{
	uint32_t low = 0;
	uint32_t high = kernel->program_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (strcmp(kernel->programs[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return &kernel->programs[low];
}

struct stsx_bpf_program *stsx_program_named(const struct stsx_kernel *kernel, const char *name)
{
	struct stsx_bpf_program *found = stsx_programs_from(kernel, name);

	return found < kernel->programs + kernel->program_count && strcmp(found->name, name) == 0 ? found
												  : NULL;
}
