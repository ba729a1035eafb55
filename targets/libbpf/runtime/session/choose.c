// SPDX-License-Identifier: Apache-2.0
/*
 * Which points are probed on this machine, and each in which way: the best way of each choice that exists
 * here, then of each list of alternatives the first rung with something that exists.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "../core/memory.h"
#include "attach.h"
#include "kernel.h"
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

/* How many choices can be served by the first program of this one; counted up to `enough`. */
static uint32_t served_by(const struct choices *choices, const struct choice *choice, uint32_t enough)
{
	uint32_t served = 0;

	for (uint32_t i = 0; i < choices->count && served < enough; i++) {
		const struct choice *one = &choices->all[i];

		served += !one->dropped && one->way && strcmp(one->rows->program, choice->rows->program) == 0;
	}
	return served;
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
static void leave_shared_to_many(struct choices *choices)
{
	for (uint32_t i = 0; i < choices->count; i++) {
		struct choice *choice = &choices->all[i];
		const struct stsx_attach *own;

		if (choice->dropped || !choice->way || choice->row_count < 2 ||
		    !stsx_way_is_shared(choice->rows) || served_by(choices, choice, FEW) == FEW)
			continue;
		own = best_own_way(choice);
		if (own)
			choice->way = own;
	}
}

static void leave_out_all(struct stsx_kernel *kernel)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, kernel->object) {
		bpf_program__set_autoload(program, false);
	}
}

/* Takes a program of the object in; false: the object has none of that name. */
static bool take_in(struct stsx_session *session, const struct stsx_kernel *kernel, const char *name,
		    bool is_each)
{
	struct bpf_program *program = bpf_object__find_program_by_name(kernel->object, name);

	if (!program) {
		stsx_complain(session, "ERROR: the kernel half of this program has no '%s'", name);
		return false;
	}
	bpf_program__set_autoload(program, true);
	/* Programs that serve either way are declared for the other one. */
	if (is_each)
		bpf_program__set_expected_attach_type(program, 0);
	return true;
}

/* A program may jump to others of its kind, which are named after it. */
static void take_in_called(const struct stsx_kernel *kernel, const char *name)
{
	size_t length = strlen(name);
	struct bpf_program *program;

	bpf_object__for_each_program(program, kernel->object)
	{
		const char *other = bpf_program__name(program);

		if (strncmp(other, name, length) == 0 && strncmp(other + length, "_call_", 6) == 0)
			bpf_program__set_autoload(program, true);
	}
}

static bool take(struct stsx_session *session, struct stsx_kernel *kernel, const struct choice *choice)
{
	const struct stsx_attach *way = choice->way;
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
	if (!take_in(session, kernel, way->program, is_each) ||
	    (way->entry_program && !take_in(session, kernel, way->entry_program, is_each)))
		return false;
	take_in_called(kernel, way->program);
	kernel->ways[kernel->way_count++] = way;
	return true;
}

bool stsx_attach_choose(struct stsx_session *session, struct stsx_kernel *kernel)
{
	const struct stsx_program *program = session->program;
	struct choices choices = {0};
	bool taken = true;

	kernel->ways = stsx_calloc(program->attach_count + 1, sizeof(*kernel->ways));
	leave_out_all(kernel);
	find_choices(program, &choices);
	climb(&choices);
	leave_shared_to_many(&choices);
	for (uint32_t i = 0; taken && i < choices.count; i++)
		taken = take(session, kernel, &choices.all[i]);
	free(choices.all);
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
