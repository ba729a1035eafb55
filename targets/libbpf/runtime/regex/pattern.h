/* SPDX-License-Identifier: Apache-2.0 */
/* A pattern as a tree of nodes, each an index in one table. */
#ifndef STSX_REGEX_PATTERN_H
#define STSX_REGEX_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "program.h"

enum stsx_node_kind {
	STSX_NODE_EMPTY,
	STSX_NODE_SET,
	STSX_NODE_START,
	STSX_NODE_END,
	STSX_NODE_SEQUENCE, /* left, then right */
	STSX_NODE_CHOICE, /* left, or right */
	STSX_NODE_REPEAT, /* left, `least` to `most` times */
	STSX_NODE_GROUP, /* left, as group number `least` */
};

#define STSX_NO_LIMIT UINT32_MAX

struct stsx_node {
	enum stsx_node_kind kind;
	uint32_t left;
	uint32_t right;
	uint32_t least;
	uint32_t most;
	struct stsx_byte_set set;
};

struct stsx_pattern {
	struct stsx_node *nodes;
	uint32_t node_count;
	uint32_t root;
	uint32_t groups; /* the whole match counted */
	const char *problem; /* NULL: it is well-formed */
};

void stsx_pattern_parse(struct stsx_pattern *pattern, const char *text);
void stsx_pattern_free(struct stsx_pattern *pattern);

/* At the byte behind `[`; goes behind the `]`. Gives what is wrong, or NULL. */
const char *stsx_parse_bracket(const char **at, struct stsx_byte_set *set);

#endif
