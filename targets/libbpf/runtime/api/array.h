/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Associative arrays: 1 to 9 keys, each a long or a string; values long, string or aggregate. They keep an order: that of
 * insertion until a sorted foreach changes it for good. Keys are passed as an array of `union stsx_value`, as many as
 * the shape has: `STSX_KEYS({ .number = pid }, { .string = name })`. Key strings are cut to MAXSTRINGLEN-1 here.
 */
#ifndef STSX_API_ARRAY_H
#define STSX_API_ARRAY_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "statistic.h"
#include "types.h"

struct stsx_array;
struct stsx_element;

union stsx_value {
	int64_t number;
	const char *string;
};

#define STSX_KEYS(...) ((const union stsx_value[]){ __VA_ARGS__ })

enum stsx_value_kind {
	STSX_LONG = 0,
	STSX_STRING,
	STSX_STAT,
};

struct stsx_array_shape {
	uint8_t key_count;
	uint8_t keys[STSX_MAX_KEYS]; /* enum stsx_value_kind: STSX_LONG or STSX_STRING */
	uint8_t value; /* enum stsx_value_kind */
	bool wrap; /* at capacity the first element in the current order makes room */
	bool sized; /* declared a[N]: an overflow names the size */
	uint32_t capacity;
	const struct stsx_stat_shape *stat; /* where value is STSX_STAT */
};

/* ---------------------------------------------------------------- elements */

/* Reads: 0, "" (a copy in the arena) or NULL where the element is missing; nothing is made. */
int64_t stsx_array_long(struct stsx_array *array, const union stsx_value *keys);
const char *stsx_array_string(struct stsx_context *c, struct stsx_array *array, const union stsx_value *keys);
struct stsx_stat *stsx_array_stat(struct stsx_array *array, const union stsx_value *keys);

/*
 * Writing makes the element (0, "", empty) if it is missing. False or NULL: "Array overflow, …" was raised. A pointer is
 * good until the next change of the array.
 */
int64_t *stsx_array_long_place(struct stsx_context *c, struct stsx_array *array, const union stsx_value *keys,
			       const struct stsx_site *site);
struct stsx_stat *stsx_array_stat_place(struct stsx_context *c, struct stsx_array *array,
					const union stsx_value *keys, const struct stsx_site *site);

/* `a[keys] = value`, `a[keys] .= value` */
bool stsx_array_string_set(struct stsx_context *c, struct stsx_array *array, const union stsx_value *keys,
			   const char *value, const struct stsx_site *site);
bool stsx_array_string_append(struct stsx_context *c, struct stsx_array *array, const union stsx_value *keys,
			      const char *value, const struct stsx_site *site);

/* `keys in array`: 0 or 1. */
int64_t stsx_array_has(struct stsx_array *array, const union stsx_value *keys);

void stsx_array_delete(struct stsx_array *array, const union stsx_value *keys);
void stsx_array_clear(struct stsx_array *array);

/* With wildcards: bit i of `any` set means `*` at key i, whose entry in `keys` is then not looked at. */
int64_t stsx_array_has_matching(struct stsx_array *array, const union stsx_value *keys, uint32_t any);
void stsx_array_delete_matching(struct stsx_array *array, const union stsx_value *keys, uint32_t any);

/* Elements it has. */
uint32_t stsx_array_size(const struct stsx_array *array);

/* ---------------------------------------------------------------- foreach */

enum stsx_sort {
	STSX_SORT_NONE = 0,
	STSX_SORT_VALUE, /* of an aggregate: its count */
	STSX_SORT_KEY, /* `index` says which */
	STSX_SORT_STAT, /* `index` is an enum stsx_stat_operator */
};

struct stsx_order {
	enum stsx_sort by;
	uint32_t index;
	bool descending;
};

/*
 *	struct stsx_foreach each;
 *
 *	stsx_foreach_begin(c, &each, g_a, &(const struct stsx_order){ STSX_SORT_VALUE, 0, true });
 *	stsx_foreach_limit(&each, limit);		where there is a limit
 *	stsx_foreach_slice(&each, keys, any);		where there is a slice; keys must stay good for the loop
 *	while (stsx_foreach_next(&each)) {
 *		l_k = stsx_foreach_key_long(&each, 0);
 *		stsx_string_set(c, l_s, stsx_foreach_key_string(&each, 1));
 *		l_v = stsx_foreach_value_long(&each);
 *		…
 *	}
 *
 * The sort takes place at the first stsx_foreach_next(). It stays: later loops see its order. With a limit of 1 to 30
 * only that many are brought to the front. The limit counts elements before the slice filters them. A loop may be left
 * at any point; an array that is cleared inside the loop ends it.
 */
struct stsx_foreach {
	struct stsx_array *array;
	uint32_t element; /* index; 0: none */
	struct stsx_order order;
	const union stsx_value *slice;
	uint32_t any;
	bool started;
	bool limited;
	int64_t limit;
	uint32_t generation;
};

void stsx_foreach_begin(struct stsx_context *c, struct stsx_foreach *each, struct stsx_array *array,
			const struct stsx_order *order);
void stsx_foreach_limit(struct stsx_foreach *each, int64_t limit);
void stsx_foreach_slice(struct stsx_foreach *each, const union stsx_value *keys, uint32_t any);
bool stsx_foreach_next(struct stsx_foreach *each);

/* Of the current element; strings are the array's own and good until it is changed. */
int64_t stsx_foreach_key_long(const struct stsx_foreach *each, uint32_t index);
const char *stsx_foreach_key_string(const struct stsx_foreach *each, uint32_t index);
int64_t stsx_foreach_value_long(const struct stsx_foreach *each);
const char *stsx_foreach_value_string(const struct stsx_foreach *each);

#endif
