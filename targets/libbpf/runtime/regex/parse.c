// SPDX-License-Identifier: Apache-2.0
/* Parser of POSIX extended expressions without back-references: a backslash takes the next byte as it is, digits too. */
#include <stdlib.h>

#include "../core/memory.h"
#include "pattern.h"

/* Numbers stop here: what they repeat is too large for a program by then. */
#define MOST_REPETITIONS 1000000
/* Groups inside groups, and repetitions of repetitions: the compiler recurses over both. */
#define MOST_NESTING 1000

struct parser {
	struct stsx_pattern *pattern;
	const char *at;
	uint32_t room;
	uint32_t depth;
	uint32_t stacked; /* repetitions of repetitions, in all of the pattern */
};

static uint32_t add_node(struct parser *parser, struct stsx_node node)
{
	struct stsx_pattern *pattern = parser->pattern;

	if (pattern->node_count == parser->room) {
		parser->room = parser->room ? 2 * parser->room : 32;
		pattern->nodes = stsx_realloc(pattern->nodes, parser->room * sizeof(*pattern->nodes));
	}
	pattern->nodes[pattern->node_count] = node;
	return pattern->node_count++;
}

static uint32_t fail(struct parser *parser, const char *problem)
{
	if (!parser->pattern->problem)
		parser->pattern->problem = problem;
	return add_node(parser, (struct stsx_node){ .kind = STSX_NODE_EMPTY });
}

static uint32_t add_byte(struct parser *parser, char byte)
{
	struct stsx_node node = { .kind = STSX_NODE_SET };

	stsx_set_add(&node.set, (unsigned char)byte);
	return add_node(parser, node);
}

static uint32_t parse_choice(struct parser *parser);

static uint32_t parse_group(struct parser *parser)
{
	struct stsx_node node = { .kind = STSX_NODE_GROUP, .least = parser->pattern->groups++ };

	if (parser->depth == MOST_NESTING)
		return fail(parser, "too many nested groups");
	parser->depth++;
	node.left = parse_choice(parser);
	parser->depth--;
	if (*parser->at != ')')
		return fail(parser, "expected ')'");
	parser->at++;
	return add_node(parser, node);
}

static uint32_t parse_bracket(struct parser *parser)
{
	struct stsx_node node = { .kind = STSX_NODE_SET };
	const char *problem = stsx_parse_bracket(&parser->at, &node.set);

	return problem ? fail(parser, problem) : add_node(parser, node);
}

static uint32_t parse_escape(struct parser *parser)
{
	char byte = *parser->at;

	if (byte == '\0')
		return fail(parser, "unexpected '\\' at the end");
	parser->at++;
	return add_byte(parser, byte);
}

static uint32_t parse_item(struct parser *parser)
{
	/* No text holds a NUL, so no set does. */
	static const struct stsx_byte_set any = { { ~(uint64_t)1, ~(uint64_t)0, ~(uint64_t)0, ~(uint64_t)0 } };
	char byte = *parser->at++;

	switch (byte) {
	case '(':
		return parse_group(parser);
	case '[':
		return parse_bracket(parser);
	case '.':
		return add_node(parser, (struct stsx_node){ .kind = STSX_NODE_SET, .set = any });
	case '^':
		return add_node(parser, (struct stsx_node){ .kind = STSX_NODE_START });
	case '$':
		return add_node(parser, (struct stsx_node){ .kind = STSX_NODE_END });
	case '\\':
		return parse_escape(parser);
	case '*':
	case '+':
	case '?':
	case '{':
		return fail(parser, "nothing to repeat");
	default:
		return add_byte(parser, byte);
	}
}

/* False: there is no number. */
static bool parse_number(struct parser *parser, uint32_t *number)
{
	const char *start = parser->at;

	*number = 0;
	for (; *parser->at >= '0' && *parser->at <= '9'; parser->at++) {
		if (*number < MOST_REPETITIONS)
			*number = 10 * *number + (uint32_t)(*parser->at - '0');
	}
	return parser->at > start;
}

/* Behind the brace of `{2}`, `{2,}`, `{2,3}`. */
static void parse_interval(struct parser *parser, uint32_t *least, uint32_t *most)
{
	if (!parse_number(parser, least)) {
		fail(parser, "expected a number");
		return;
	}
	*most = *least;
	if (*parser->at == ',') {
		parser->at++;
		if (!parse_number(parser, most))
			*most = STSX_NO_LIMIT;
	}
	if (*parser->at != '}') {
		fail(parser, "expected '}'");
		return;
	}
	parser->at++;
	if (*most < *least)
		fail(parser, "invalid interval");
}

static bool can_repeat(struct parser *parser, uint32_t item)
{
	enum stsx_node_kind kind = parser->pattern->nodes[item].kind;

	if (kind == STSX_NODE_START || kind == STSX_NODE_END)
		fail(parser, "an anchor cannot be repeated");
	if (kind == STSX_NODE_REPEAT && parser->stacked++ == MOST_NESTING)
		fail(parser, "too many nested repetitions");
	return !parser->pattern->problem;
}

static uint32_t parse_repeat(struct parser *parser)
{
	uint32_t item = parse_item(parser);

	for (;;) {
		struct stsx_node node = { .kind = STSX_NODE_REPEAT, .left = item };

		switch (*parser->at) {
		case '*':
			node.most = STSX_NO_LIMIT;
			break;
		case '+':
			node.least = 1;
			node.most = STSX_NO_LIMIT;
			break;
		case '?':
			node.most = 1;
			break;
		case '{':
			break;
		default:
			return item;
		}
		if (can_repeat(parser, item) && *parser->at++ == '{')
			parse_interval(parser, &node.least, &node.most);
		if (parser->pattern->problem)
			return item;
		item = add_node(parser, node);
	}
}

static bool ends_sequence(const struct parser *parser)
{
	char byte = *parser->at;

	return byte == '\0' || byte == '|' || byte == ')' || parser->pattern->problem;
}

struct list {
	uint32_t *nodes;
	uint32_t count;
	uint32_t room;
};

static void append(struct list *list, uint32_t node)
{
	if (list->count == list->room) {
		list->room = list->room ? 2 * list->room : 8;
		list->nodes = stsx_realloc(list->nodes, list->room * sizeof(*list->nodes));
	}
	list->nodes[list->count++] = node;
}

/* One node of them all: pairs nested to the right, so that the compiler walks a long row instead of recursing. */
static uint32_t join(struct parser *parser, struct list *list, enum stsx_node_kind kind)
{
	uint32_t joined = list->nodes[list->count - 1];

	for (uint32_t i = list->count - 1; i-- > 0;)
		joined = add_node(parser,
				  (struct stsx_node){ .kind = kind, .left = list->nodes[i], .right = joined });
	free(list->nodes);
	return joined;
}

static uint32_t parse_sequence(struct parser *parser)
{
	struct list items = { 0 };

	if (ends_sequence(parser))
		return add_node(parser, (struct stsx_node){ .kind = STSX_NODE_EMPTY });
	while (!ends_sequence(parser))
		append(&items, parse_repeat(parser));
	return join(parser, &items, STSX_NODE_SEQUENCE);
}

static uint32_t parse_choice(struct parser *parser)
{
	struct list branches = { 0 };

	append(&branches, parse_sequence(parser));
	while (*parser->at == '|' && !parser->pattern->problem) {
		parser->at++;
		append(&branches, parse_sequence(parser));
	}
	return join(parser, &branches, STSX_NODE_CHOICE);
}

void stsx_pattern_parse(struct stsx_pattern *pattern, const char *text)
{
	struct parser parser = { .pattern = pattern, .at = text };

	*pattern = (struct stsx_pattern){ .groups = 1 };
	pattern->root = parse_choice(&parser);
	/* One closing parenthesis too many at the very end is overlooked. */
	if (*parser.at == ')' && parser.at[1] == '\0')
		parser.at++;
	if (*parser.at != '\0')
		fail(&parser, "unexpected ')'");
}

void stsx_pattern_free(struct stsx_pattern *pattern)
{
	free(pattern->nodes);
}
