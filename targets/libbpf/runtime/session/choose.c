// SPDX-License-Identifier: Apache-2.0
/*
 * Which points are probed on this machine, and each in which way: the best way of each choice that exists
 * here, then of each list of alternatives the first rung with something that exists.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "../core/memory.h"
#include "attach.h"
#include "kernel.h"
#include "programs.h"
#include "session.h"

/* Fewer functions than that get a program each, where there is the choice. */
#define FEW 4

struct choice {
	const struct stsx_attach *rows;
	uint32_t row_count;
	const struct stsx_attach *way; /* NULL: none exists here */
	bool dropped;		       /* an alternative of it was taken */
};

struct choices {
	struct choice *all;
	uint32_t count;
	uint32_t ladder_count;
};

static const struct stsx_attach *best_way(const struct choice *choice)
{
	for (uint32_t i = 0; i < choice->row_count; i++) {
		if (stsx_way_exists(&choice->rows[i]))
			return &choice->rows[i];
	}
	return NULL;
}

static void find_choices(const struct stsx_program *program, struct choices *choices)
{
	choices->all = stsx_calloc(program->attach_count + 1, sizeof(*choices->all));
	for (uint32_t i = 0; i < program->attach_count; i++) {
		const struct stsx_attach *row = &program->attach[i];

		if (i == 0 || row[-1].choice != row->choice)
			choices->all[choices->count++].rows = row;
		choices->all[choices->count - 1].row_count++;
		for (uint32_t rung = 0; rung < row->rung_count; rung++) {
			if (row->rungs[rung].ladder >= choices->ladder_count)
				choices->ladder_count = row->rungs[rung].ladder + 1;
		}
	}
	for (uint32_t i = 0; i < choices->count; i++)
		choices->all[i].way = best_way(&choices->all[i]);
}

/* The choice's rung of a ladder; -1: it is not on it. */
static int64_t rung_of(const struct choice *choice, uint32_t ladder)
{
	for (uint32_t i = 0; i < choice->rows->rung_count; i++) {
		if (choice->rows->rungs[i].ladder == ladder)
			return choice->rows->rungs[i].rung;
	}
	return -1;
}

/* The last rung where none has anything: what it lacks is what the script's user wants to know. */
static int64_t rung_to_take(const struct choices *choices, uint32_t ladder)
{
	int64_t taken = -1;
	int64_t last = -1;

	for (uint32_t i = 0; i < choices->count; i++) {
		const struct choice *choice = &choices->all[i];
		int64_t rung = rung_of(choice, ladder);

		if (rung < 0 || choice->dropped)
			continue;
		if (rung > last)
			last = rung;
		if (choice->way && (taken < 0 || rung < taken))
			taken = rung;
	}
	return taken < 0 ? last : taken;
}

static void climb(struct choices *choices)
{
	for (uint32_t ladder = choices->ladder_count; ladder-- > 0;) {
		int64_t taken = rung_to_take(choices, ladder);

		for (uint32_t i = 0; i < choices->count; i++) {
			int64_t rung = rung_of(&choices->all[i], ladder);

			if (rung >= 0 && rung != taken)
				choices->all[i].dropped = true;
		}
	}
}

/* Where there are programs of the choice's own, the first is the shared one. */
static bool has_both(const struct choice *choice)
{
	return !choice->dropped && choice->way && choice->row_count > 1 && stsx_way_is_shared(choice->rows);
}

/* The best way of those with a program for this choice alone. */
static const struct stsx_attach *best_own_way(const struct choice *choice)
{
	for (uint32_t i = 0; i < choice->row_count; i++) {
		const struct stsx_attach *row = &choice->rows[i];

		if (strcmp(row->program, choice->rows->program) != 0 && stsx_way_exists(row))
			return row;
	}
	return NULL;
}

/* One program for many functions is attached faster than one for each, but runs slower. */
static void leave_shared_to_many(const struct stsx_kernel *kernel, struct choices *choices)
{
	uint32_t *served = stsx_calloc(kernel->program_count + 1, sizeof(*served));

	for (uint32_t i = 0; i < choices->count; i++) {
		if (has_both(&choices->all[i]))
			served[stsx_programs_from(kernel, choices->all[i].rows->program) -
			       kernel->programs]++;
	}
	for (uint32_t i = 0; i < choices->count; i++) {
		struct choice *choice = &choices->all[i];
		const struct stsx_attach *own;

		if (!has_both(choice) ||
		    served[stsx_programs_from(kernel, choice->rows->program) - kernel->programs] >= FEW)
			continue;
		own = best_own_way(choice);
		if (own)
			choice->way = own;
	}
	free(served);
}

static void leave_out_all(struct stsx_kernel *kernel)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, kernel->object)
	{
		bpf_program__set_autoload(program, false);
	}
}

/* Takes a program of the object in; NULL: the object has none of that name. */
static struct stsx_bpf_program *take_in(struct stsx_session *session, const struct stsx_kernel *kernel,
					const char *name, bool is_each)
{
	struct stsx_bpf_program *found = stsx_program_named(kernel, name);

	if (!found) {
		stsx_complain(session, "ERROR: the kernel half of this program has no '%s'", name);
		return NULL;
	}
	bpf_program__set_autoload(found->program, true);
	/* Programs that serve either way are declared for the other one. */
	if (is_each)
		bpf_program__set_expected_attach_type(found->program, 0);
	return found;
}

/* A program may jump to others of its kind, which are named after it. */
static void take_in_called(const struct stsx_kernel *kernel, const char *name)
{
	const struct stsx_bpf_program *end = kernel->programs + kernel->program_count;
	char prefix[256];
	int length = snprintf(prefix, sizeof(prefix), "%s_call_", name);

	for (const struct stsx_bpf_program *called = stsx_programs_from(kernel, prefix);
	     called < end && strncmp(called->name, prefix, (size_t)length) == 0; called++)
		bpf_program__set_autoload(called->program, true);
}

/* `last`: of each program, the way of it that was taken last, one more. */
static void add_way(struct stsx_kernel *kernel, const struct stsx_attach *row,
		    struct stsx_bpf_program *program, uint32_t *last)
{
	uint32_t index = kernel->way_count++;
	uint32_t *before = &last[program - kernel->programs];

	kernel->ways[index].row = row;
	kernel->ways[index].program = program;
	if (!stsx_way_is_shared(row))
		return;
	if (*before && kernel->ways[*before - 1].row->kind == row->kind) {
		kernel->ways[*before - 1].next = index;
		kernel->ways[index].follows = true;
	}
	*before = index + 1;
}

static bool take(struct stsx_session *session, struct stsx_kernel *kernel, const struct choice *choice,
		 uint32_t *last)
{
	const struct stsx_attach *way = choice->way;
	struct stsx_bpf_program *program;
	bool is_each;

	if (choice->dropped) {
		stsx_say_left_out(session, choice->rows, "an alternative is probed");
		return true;
	}
	if (!way && choice->rows->optional) {
		stsx_say_left_out(session, choice->rows, stsx_way_lack(choice->rows));
		return true;
	}
	if (!way) {
		stsx_complain_of_way(session, choice->rows, stsx_way_lack(choice->rows));
		return false;
	}
	is_each = way->kind == STSX_ATTACH_KPROBE_EACH || way->kind == STSX_ATTACH_KRETPROBE_EACH;
	program = take_in(session, kernel, way->program, is_each);
	if (!program || (way->entry_program && !take_in(session, kernel, way->entry_program, is_each)))
		return false;
	take_in_called(kernel, way->program);
	add_way(kernel, way, program, last);
	return true;
}

bool stsx_attach_choose(struct stsx_session *session, struct stsx_kernel *kernel)
{
	const struct stsx_program *program = session->program;
	struct choices choices = {0};
	uint32_t *last = stsx_calloc(kernel->program_count + 1, sizeof(*last));
	bool taken = true;

	kernel->ways = stsx_calloc(program->attach_count + 1, sizeof(*kernel->ways));
	leave_out_all(kernel);
	find_choices(program, &choices);
	climb(&choices);
	leave_shared_to_many(kernel, &choices);
	for (uint32_t i = 0; taken && i < choices.count; i++)
		taken = take(session, kernel, &choices.all[i], last);
	free(choices.all);
	free(last);
	if (!taken || kernel->way_count > 0 || program->attach_count == 0)
		return taken;
	if (geteuid() != 0) {
		stsx_complain_of_privileges(session);
		return false;
	}
	stsx_complain(session, "WARNING: this kernel has none of the points that %s probes (-v says why)",
		      program->name);
	return true;
}
