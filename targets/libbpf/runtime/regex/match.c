// SPDX-License-Identifier: Apache-2.0
/* =~ in handlers, and what matched() and ngroups() tell of it. */
#include "match.h"

#include <stdlib.h>
#include <string.h>

#include "../api/intrinsics.h"
#include "../api/regex.h"
#include "../core/memory.h"
#include "../session/session.h"
#include "program.h"

struct stsx_match *stsx_match_create(void)
{
	return stsx_calloc(1, sizeof(struct stsx_match));
}

void stsx_match_destroy(struct stsx_match *match)
{
	if (!match)
		return;
	free(match->slots);
	free(match->text);
	free(match);
}

static bool compile(struct stsx_context *c, struct stsx_regex *regex, const struct stsx_site *site)
{
	const char *problem;

	if (regex->program)
		return true;
	regex->program = stsx_regex_compile(regex->pattern, &problem);
	if (!regex->program)
		stsx_raisef(c, site, "regular expression '%s': %s", regex->pattern, problem);
	return regex->program != NULL;
}

int64_t stsx_regex_match(struct stsx_context *c, struct stsx_regex *regex, const char *value,
			 const struct stsx_site *site)
{
	struct stsx_match *match = c->session->match;
	size_t length = strnlen(value, c->string_size - 1);

	if (!compile(c, regex, site))
		return 0;
	match->groups = regex->program->groups;
	if (match->room < 2 * match->groups) {
		match->room = 2 * match->groups;
		match->slots = stsx_realloc(match->slots, match->room * sizeof(*match->slots));
	}
	if (!stsx_regex_run(regex->program, value, length, match->slots)) {
		match->state = STSX_MATCH_FAILED;
		return 0;
	}
	if (!match->text)
		match->text = stsx_malloc(c->string_size);
	memcpy(match->text, value, length);
	match->text[length] = '\0';
	match->state = STSX_MATCH_FOUND;
	return 1;
}

const char *stsx_fn_matched(STSX_FN, int64_t n)
{
	const struct stsx_match *match = c->session->match;
	char *text;
	int32_t start;
	int32_t end;

	if (match->state == STSX_MATCH_FAILED) {
		stsx_raisef(c, site, "Attempted to get subexpression %lld from failed match", (long long)n);
		return "";
	}
	if (match->state == STSX_MATCH_NONE || n < 0 || n >= match->groups) {
		stsx_raisef(c, site, "Attempted to get nonexistent subexpression %lld", (long long)n);
		return "";
	}
	start = match->slots[2 * n];
	end = match->slots[2 * n + 1];
	if (start < 0 || end < start)
		return "";
	text = stsx_allocate(c, (size_t)(end - start) + 1);
	memcpy(text, match->text + start, (size_t)(end - start));
	text[end - start] = '\0';
	return text;
}

int64_t stsx_fn_ngroups(STSX_FN)
{
	const struct stsx_match *match = c->session->match;

	if (match->state == STSX_MATCH_FAILED)
		stsx_raise(c, site, "Attempted to get number of subexpressions from failed match");
	return match->state == STSX_MATCH_FOUND ? match->groups : 0;
}
