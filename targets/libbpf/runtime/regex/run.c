// SPDX-License-Identifier: Apache-2.0
/*
 * Matching: all ways through the pattern are followed at once, a byte at a time, each instruction at most once a byte, so
 * time is linear in the text. Of the matches that begin leftmost the longest wins; among ways of equal length the preferred
 * one says where the groups lie.
 */
#include <stdlib.h>
#include <string.h>

#include "../core/memory.h"
#include "program.h"

struct threads {
	uint32_t *at; /* instructions, best way first */
	int32_t *slots; /* of each, `slot_count` */
	uint32_t count;
};

struct pending {
	uint32_t at; /* instruction to go on with; or, to undo a save behind it: */
	int32_t slot; /* -1, or the slot to set back */
	int32_t value;
};

struct machine {
	const struct stsx_regex_program *program;
	uint32_t slot_count;
	int32_t length;
	struct threads now;
	struct threads then;
	uint64_t *visited; /* by instruction: the step that reached it last */
	uint64_t step;
	struct pending *pending;
	int32_t *slots; /* of the way being followed */
	int32_t *best;
	bool matched;
};

static void make_threads(struct threads *threads, const struct machine *machine)
{
	uint32_t count = machine->program->instruction_count;

	threads->at = stsx_malloc(count * sizeof(*threads->at));
	threads->slots = stsx_malloc((size_t)count * machine->slot_count * sizeof(*threads->slots));
	threads->count = 0;
}

/* Adds to `threads` where the way with machine->slots gets from `at` without reading a byte. */
static void follow(struct machine *machine, struct threads *threads, uint32_t at, int32_t position)
{
	struct pending *pending = machine->pending;
	uint32_t count = 0;

	pending[count++] = (struct pending){ at, -1, 0 };
	while (count) {
		struct pending next = pending[--count];
		const struct stsx_regex_instruction *instruction;

		if (next.slot >= 0) {
			machine->slots[next.slot] = next.value;
			continue;
		}
		if (machine->visited[next.at] == machine->step)
			continue;
		machine->visited[next.at] = machine->step;
		instruction = &machine->program->instructions[next.at];
		switch (instruction->operation) {
		case STSX_REGEX_JUMP:
			pending[count++] = (struct pending){ instruction->a, -1, 0 };
			break;
		case STSX_REGEX_SPLIT:
			pending[count++] = (struct pending){ instruction->b, -1, 0 };
			pending[count++] = (struct pending){ instruction->a, -1, 0 };
			break;
		case STSX_REGEX_SAVE:
			pending[count++] =
				(struct pending){ 0, (int32_t)instruction->a, machine->slots[instruction->a] };
			machine->slots[instruction->a] = position;
			pending[count++] = (struct pending){ next.at + 1, -1, 0 };
			break;
		case STSX_REGEX_START:
			if (position == 0)
				pending[count++] = (struct pending){ next.at + 1, -1, 0 };
			break;
		case STSX_REGEX_END:
			if (position == machine->length)
				pending[count++] = (struct pending){ next.at + 1, -1, 0 };
			break;
		case STSX_REGEX_SET:
		case STSX_REGEX_MATCH:
			threads->at[threads->count] = next.at;
			memcpy(threads->slots + (size_t)threads->count * machine->slot_count, machine->slots,
			       machine->slot_count * sizeof(*machine->slots));
			threads->count++;
			break;
		}
	}
}

/* One position: keeps the first way that ends here, which began first and is the longest so far; moves the others over `byte`. */
static void advance(struct machine *machine, int32_t position, unsigned char byte)
{
	const struct stsx_regex_program *program = machine->program;
	size_t size = machine->slot_count * sizeof(*machine->slots);
	bool ended = false;

	machine->then.count = 0;
	machine->step++;
	for (uint32_t i = 0; i < machine->now.count; i++) {
		const struct stsx_regex_instruction *instruction = &program->instructions[machine->now.at[i]];
		const int32_t *slots = machine->now.slots + (size_t)i * machine->slot_count;

		/* Nothing that begins later wins against a match. */
		if (machine->matched && slots[0] > machine->best[0])
			continue;
		if (instruction->operation == STSX_REGEX_MATCH) {
			if (!ended)
				memcpy(machine->best, slots, size);
			machine->matched = true;
			ended = true;
		} else if (position < machine->length && stsx_set_has(&program->sets[instruction->a], byte)) {
			memcpy(machine->slots, slots, size);
			follow(machine, &machine->then, machine->now.at[i] + 1, position + 1);
		}
	}
}

static void run(struct machine *machine, const char *text)
{
	for (int32_t position = 0; position <= machine->length; position++) {
		struct threads spare;

		if (!machine->matched) {
			/* A way that begins here comes last: `step` is still that of the ways that got here. */
			memset(machine->slots, -1, machine->slot_count * sizeof(*machine->slots));
			follow(machine, &machine->now, 0, position);
		} else if (machine->now.count == 0) {
			return;
		}
		advance(machine, position, position < machine->length ? (unsigned char)text[position] : 0);
		spare = machine->now;
		machine->now = machine->then;
		machine->then = spare;
	}
}

int stsx_regex_run(const struct stsx_regex_program *program, const char *text, size_t length, int32_t *slots)
{
	struct machine machine = {
		.program = program,
		.slot_count = 2 * program->groups,
		.length = (int32_t)length,
		.step = 1,
		.best = slots,
	};

	make_threads(&machine.now, &machine);
	make_threads(&machine.then, &machine);
	machine.visited = stsx_calloc(program->instruction_count, sizeof(*machine.visited));
	machine.pending = stsx_malloc((2 * (size_t)program->instruction_count + 2) * sizeof(*machine.pending));
	machine.slots = stsx_malloc(machine.slot_count * sizeof(*machine.slots));
	run(&machine, text);
	free(machine.now.at);
	free(machine.now.slots);
	free(machine.then.at);
	free(machine.then.slots);
	free(machine.visited);
	free(machine.pending);
	free(machine.slots);
	return machine.matched;
}
