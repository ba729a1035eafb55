// SPDX-License-Identifier: Apache-2.0
/* Bracket expressions: `[^a-z[:digit:]_]`. Classes are those of the C locale. */
#include <string.h>

#include "pattern.h"

struct byte_class {
	const char *name;
	const char *ranges; /* pairs of first and last byte */
};

static const struct byte_class classes[] = {
	{ "alnum", "09AZaz" }, { "alpha", "AZaz" },	{ "blank", "  \t\t" },	 { "cntrl", "\1\37\177\177" },
	{ "digit", "09" },     { "graph", "!~" },	{ "lower", "az" },	 { "print", " ~" },
	{ "punct", "!/:@[`{~" }, { "space", "  \t\r" }, { "upper", "AZ" },	 { "xdigit", "09AFaf" },
};

static void add_range(struct stsx_byte_set *set, unsigned char low, unsigned char high)
{
	for (unsigned int byte = low; byte <= high; byte++)
		stsx_set_add(set, (unsigned char)byte);
}

/* At the name behind `[:`. */
static const char *add_class(const char **at, struct stsx_byte_set *set)
{
	const char *end = strstr(*at, ":]");
	size_t length = end ? (size_t)(end - *at) : 0;

	for (size_t i = 0; end && i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (strlen(classes[i].name) != length || strncmp(classes[i].name, *at, length) != 0)
			continue;
		for (const char *range = classes[i].ranges; *range; range += 2)
			add_range(set, (unsigned char)range[0], (unsigned char)range[1]);
		*at = end + 2;
		return NULL;
	}
	return "unknown character class";
}

static const char *add_bytes(const char **at, struct stsx_byte_set *set)
{
	unsigned char low;
	unsigned char high;

	/* A backslash takes the next byte as it is, here too; not so behind a range's dash. */
	if ((*at)[0] == '\\' && (*at)[1] != '\0')
		(*at)++;
	low = (unsigned char)*(*at)++;
	high = low;
	if ((*at)[0] == '-' && (*at)[1] != ']' && (*at)[1] != '\0') {
		high = (unsigned char)(*at)[1];
		*at += 2;
		if (high < low)
			return "invalid range in bracket expression";
	}
	add_range(set, low, high);
	return NULL;
}

static void invert(struct stsx_byte_set *set)
{
	for (unsigned int i = 0; i < 4; i++)
		set->bits[i] = ~set->bits[i];
	set->bits[0] &= ~(uint64_t)1;
}

const char *stsx_parse_bracket(const char **at, struct stsx_byte_set *set)
{
	bool negated = **at == '^';
	const char *problem = NULL;
	const char *start;

	memset(set, 0, sizeof(*set));
	if (negated)
		(*at)++;
	/* A closing bracket that comes first is an ordinary byte. */
	for (start = *at; !problem && (*at == start || **at != ']');) {
		if (**at == '\0') {
			problem = "expected ']'";
		} else if (strncmp(*at, "[:", 2) == 0) {
			*at += 2;
			problem = add_class(at, set);
		} else {
			problem = add_bytes(at, set);
		}
	}
	if (problem)
		return problem;
	(*at)++;
	if (negated)
		invert(set);
	return NULL;
}
