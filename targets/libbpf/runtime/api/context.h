/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a running handler carries with it: its error, its budget of statements, its string memory and its call chain.
 * There is one context a session, since handlers run one at a time.
 */
#ifndef STSX_API_CONTEXT_H
#define STSX_API_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stsx_session;
struct stsx_probe;
struct stsx_record;
struct stsx_sink;

/* Where a run-time error is reported: `near <kind> '<token>' at <file>:<line>:<column>`. */
struct stsx_site {
	const char *file;
	uint32_t line;
	uint32_t column;
	const char *kind; /* "identifier", "operator", "number", "string", "keyword", "embedded-code" */
	const char *token; /* NULL for a keyword, which is reported without its text */
};

enum stsx_error {
	STSX_OK = 0,
	STSX_FAILED, /* a run-time error: can be caught */
	STSX_MAXACTION, /* out of statements: cannot */
	STSX_ABORTED, /* abort(): cannot, and is no error */
};

struct stsx_context {
	enum stsx_error error;
	int64_t actions_left; /* statements the handler may still run */
	uint32_t depth; /* of nested function calls */
	uint32_t max_depth;
	const struct stsx_site **calls; /* call sites, outermost first; `depth` of them */
	size_t string_size; /* MAXSTRINGLEN: bytes of a string with its NUL */
	char *arena; /* string memory; never moves */
	size_t arena_used;
	size_t arena_size;
	struct stsx_sink *sink; /* where stsx_put_* writes */
	const struct stsx_probe *probe; /* that is being handled */
	const struct stsx_record *record; /* its event; NULL in begin, end, error and timer handlers */
	struct stsx_session *session;
	uint64_t late_reads; /* that loops did when their event was past */
	/* The error, while `error` is set. */
	char *message; /* string_size bytes */
	char *chain; /* " (called from …)…" */
	const struct stsx_site *site; /* NULL: reported without a place */
};

/* ---------------------------------------------------------------- budget */

void stsx_raise_maxaction(struct stsx_context *c, const struct stsx_site *site);

/* Takes `actions` from the handler's budget. False: it is used up, c->error is set, the handler has to end. */
static inline bool stsx_charge(struct stsx_context *c, int64_t actions, const struct stsx_site *site)
{
	c->actions_left -= actions;
	if (__builtin_expect(c->actions_left >= 0, 1))
		return true;
	stsx_raise_maxaction(c, site);
	return false;
}

/* ---------------------------------------------------------------- errors */

/* Sets the error: message, place and the chain of calls as they are now. A first error is not overwritten by a second. */
void stsx_raise(struct stsx_context *c, const struct stsx_site *site, const char *message);
void stsx_raisef(struct stsx_context *c, const struct stsx_site *site, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * At the head of a catch block: true: the error was cleared, stsx_caught_message() gives its text until the next error;
 * false: it is one that nothing catches, go on unwinding.
 *
 *	catch_1:
 *		if (!stsx_catch(c))
 *			goto out;
 *		stsx_string_set(c, l_message, stsx_caught_message(c));
 */
bool stsx_catch(struct stsx_context *c);
const char *stsx_caught_message(const struct stsx_context *c);

/* ---------------------------------------------------------------- calls of script functions */

void stsx_raise_nesting(struct stsx_context *c, const struct stsx_site *call_site);

/*
 * At a call: enter before, leave after, error or not. False: MAXNESTING exceeded, the error is set, do not call and do
 * not leave.
 *
 *	if (stsx_enter(c, &site_7)) {
 *		t3 = function_f(c, t1, t2);
 *		stsx_leave(c);
 *	}
 *	if (c->error)
 *		goto out;
 */
static inline bool stsx_enter(struct stsx_context *c, const struct stsx_site *call_site)
{
	if (__builtin_expect(c->depth >= c->max_depth, 0)) {
		stsx_raise_nesting(c, call_site);
		return false;
	}
	c->calls[c->depth++] = call_site;
	return true;
}

static inline void stsx_leave(struct stsx_context *c)
{
	c->depth--;
}

/* `next` in a function without a further overload: raises "all functions exhausted". */
void stsx_raise_exhausted(struct stsx_context *c, const struct stsx_site *site);

/* ---------------------------------------------------------------- string memory */

void *stsx_arena_overflow(struct stsx_context *c) __attribute__((noreturn));

/*
 * A statement that makes strings takes a mark before and releases it after. A function's or handler's string locals are
 * taken first and released at its end.
 */
static inline size_t stsx_mark(const struct stsx_context *c)
{
	return c->arena_used;
}

static inline void stsx_release(struct stsx_context *c, size_t mark)
{
	c->arena_used = mark;
}

/* `size` bytes of the arena, uninitialised, 8-byte aligned. */
static inline void *stsx_allocate(struct stsx_context *c, size_t size)
{
	size_t used = c->arena_used;

	size = (size + 7) & ~(size_t)7;
	if (__builtin_expect(size > c->arena_size - used, 0))
		stsx_arena_overflow(c);
	c->arena_used = used + size;
	return c->arena + used;
}

/* A string variable: MAXSTRINGLEN bytes holding "". */
static inline char *stsx_string_buffer(struct stsx_context *c)
{
	char *buffer = stsx_allocate(c, c->string_size);

	buffer[0] = '\0';
	return buffer;
}

#endif
