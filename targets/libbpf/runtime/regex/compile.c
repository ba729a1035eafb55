// SPDX-License-Identifier: Apache-2.0
/* Patterns to programs. Of two ways the preferred one is the left alternative, and one more repetition. */
#include <stdlib.h>

#include "../core/memory.h"
#include "pattern.h"

/* Intervals inside intervals multiply. The checker of scripts allows less. */
#define MOST_INSTRUCTIONS 131072

struct compiler {
	const struct stsx_pattern *pattern;
	struct stsx_regex_program *program;
	uint32_t room;
	uint32_t set_room;
	bool too_large;
};

static uint32_t here(const struct compiler *compiler)
{
	return compiler->program->instruction_count;
}

static uint32_t emit(struct compiler *compiler, enum stsx_regex_operation operation, uint32_t a, uint32_t b)
{
	struct stsx_regex_program *program = compiler->program;

	if (program->instruction_count == MOST_INSTRUCTIONS) {
		compiler->too_large = true;
		program->instruction_count = 0;
	}
	if (program->instruction_count == compiler->room) {
		compiler->room = compiler->room ? 2 * compiler->room : 64;
		program->instructions =
			stsx_realloc(program->instructions, compiler->room * sizeof(*program->instructions));
	}
	program->instructions[program->instruction_count] = (struct stsx_regex_instruction){ operation, a, b };
	return program->instruction_count++;
}

static void emit_set(struct compiler *compiler, const struct stsx_byte_set *set)
{
	struct stsx_regex_program *program = compiler->program;

	if (program->set_count == compiler->set_room) {
		compiler->set_room = compiler->set_room ? 2 * compiler->set_room : 16;
		program->sets = stsx_realloc(program->sets, compiler->set_room * sizeof(*program->sets));
	}
	program->sets[program->set_count] = *set;
	emit(compiler, STSX_REGEX_SET, program->set_count++, 0);
}

static void emit_node(struct compiler *compiler, uint32_t index);

static void emit_choice(struct compiler *compiler, const struct stsx_node *node)
{
	/* The branches' jumps to the end, chained by their targets until it is known. */
	uint32_t jumps = UINT32_MAX;

	for (;;) {
		uint32_t split = emit(compiler, STSX_REGEX_SPLIT, here(compiler) + 1, 0);

		emit_node(compiler, node->left);
		jumps = emit(compiler, STSX_REGEX_JUMP, jumps, 0);
		compiler->program->instructions[split].b = here(compiler);
		if (compiler->pattern->nodes[node->right].kind != STSX_NODE_CHOICE)
			break;
		node = &compiler->pattern->nodes[node->right];
	}
	emit_node(compiler, node->right);
	while (jumps != UINT32_MAX && !compiler->too_large) {
		uint32_t next = compiler->program->instructions[jumps].a;

		compiler->program->instructions[jumps].a = here(compiler);
		jumps = next;
	}
}

static void emit_loop(struct compiler *compiler, uint32_t item)
{
	uint32_t split = emit(compiler, STSX_REGEX_SPLIT, here(compiler) + 1, 0);

	emit_node(compiler, item);
	emit(compiler, STSX_REGEX_JUMP, split, 0);
	compiler->program->instructions[split].b = here(compiler);
}

/* `count` times `item?`, each only behind the one before: all leave for the end. */
static void emit_optional(struct compiler *compiler, uint32_t item, uint32_t count)
{
	/* The splits, chained by where they leave to until that is known. */
	uint32_t splits = UINT32_MAX;

	for (; count > 0 && !compiler->too_large; count--) {
		splits = emit(compiler, STSX_REGEX_SPLIT, here(compiler) + 1, splits);
		emit_node(compiler, item);
	}
	while (splits != UINT32_MAX && !compiler->too_large) {
		uint32_t next = compiler->program->instructions[splits].b;

		compiler->program->instructions[splits].b = here(compiler);
		splits = next;
	}
}

static void emit_repeat(struct compiler *compiler, const struct stsx_node *node)
{
	for (uint32_t i = 0; i < node->least && !compiler->too_large; i++)
		emit_node(compiler, node->left);
	if (node->most == STSX_NO_LIMIT)
		emit_loop(compiler, node->left);
	else
		emit_optional(compiler, node->left, node->most - node->least);
}

static void emit_node(struct compiler *compiler, uint32_t index)
{
	const struct stsx_node *node = &compiler->pattern->nodes[index];

	if (compiler->too_large)
		return;
	switch (node->kind) {
	case STSX_NODE_EMPTY:
		break;
	case STSX_NODE_SET:
		emit_set(compiler, &node->set);
		break;
	case STSX_NODE_START:
		emit(compiler, STSX_REGEX_START, 0, 0);
		break;
	case STSX_NODE_END:
		emit(compiler, STSX_REGEX_END, 0, 0);
		break;
	case STSX_NODE_SEQUENCE:
		for (; node->kind == STSX_NODE_SEQUENCE; node = &compiler->pattern->nodes[node->right])
			emit_node(compiler, node->left);
		emit_node(compiler, (uint32_t)(node - compiler->pattern->nodes));
		break;
	case STSX_NODE_CHOICE:
		emit_choice(compiler, node);
		break;
	case STSX_NODE_REPEAT:
		emit_repeat(compiler, node);
		break;
	case STSX_NODE_GROUP:
		emit(compiler, STSX_REGEX_SAVE, 2 * node->least, 0);
		emit_node(compiler, node->left);
		emit(compiler, STSX_REGEX_SAVE, 2 * node->least + 1, 0);
		break;
	}
}

struct stsx_regex_program *stsx_regex_compile(const char *text, const char **problem)
{
	struct stsx_pattern pattern;
	struct compiler compiler = { .pattern = &pattern };

	stsx_pattern_parse(&pattern, text);
	*problem = pattern.problem;
	if (!pattern.problem) {
		compiler.program = stsx_calloc(1, sizeof(*compiler.program));
		compiler.program->groups = pattern.groups;
		emit(&compiler, STSX_REGEX_SAVE, 0, 0);
		emit_node(&compiler, pattern.root);
		emit(&compiler, STSX_REGEX_SAVE, 1, 0);
		emit(&compiler, STSX_REGEX_MATCH, 0, 0);
	}
	stsx_pattern_free(&pattern);
	if (compiler.too_large) {
		*problem = "the pattern is too large";
		stsx_regex_free(compiler.program);
		compiler.program = NULL;
	}
	return compiler.program;
}

void stsx_regex_free(struct stsx_regex_program *program)
{
	if (!program)
		return;
	free(program->instructions);
	free(program->sets);
	free(program);
}
