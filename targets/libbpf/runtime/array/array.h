/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an array is made: elements in a hash table and, for the order, in a doubly linked list. An element is one piece of
 * memory: links, keys, value, then the bytes of its key strings.
 */
#ifndef STSX_ARRAY_ARRAY_H
#define STSX_ARRAY_ARRAY_H

#include "../api/array.h"

struct stsx_element {
	struct stsx_element *chain; /* of the hash table's slot */
	struct stsx_element *previous; /* in the order */
	struct stsx_element *next;
	uint64_t hash;
	union stsx_value keys[]; /* then the value: a long, a pointer to a string of its own, or an aggregate */
};

struct stsx_array {
	const struct stsx_array_shape *shape;
	size_t string_size; /* MAXSTRINGLEN */
	struct stsx_element **slots;
	uint64_t mask; /* slots - 1 */
	struct stsx_element *first;
	struct stsx_element *last;
	uint32_t count;
	uint64_t generation; /* changes when elements go: loops over them end */
};

struct stsx_array *stsx_array_create(const struct stsx_array_shape *shape, size_t string_size);
void stsx_array_destroy(struct stsx_array *array);

struct stsx_element *stsx_array_find(const struct stsx_array *array, const union stsx_value *keys);
/* Finds or makes; NULL: it is missing and the array is full. */
struct stsx_element *stsx_array_obtain(struct stsx_array *array, const union stsx_value *keys);
void stsx_array_remove(struct stsx_array *array, struct stsx_element *element);
/* Raises the overflow error. */
void stsx_array_overflow(struct stsx_context *c, const struct stsx_array *array, const struct stsx_site *site);

/* Do the keys that are not wild agree? */
bool stsx_element_matches(const struct stsx_array *array, const struct stsx_element *element,
			  const union stsx_value *keys, uint32_t any);

static inline int64_t *stsx_element_long(const struct stsx_array *array, struct stsx_element *element)
{
	return &element->keys[array->shape->key_count].number;
}

static inline char **stsx_element_string(const struct stsx_array *array, struct stsx_element *element)
{
	return (char **)&element->keys[array->shape->key_count];
}

static inline struct stsx_stat *stsx_element_stat(const struct stsx_array *array, struct stsx_element *element)
{
	return (struct stsx_stat *)&element->keys[array->shape->key_count];
}

/*
 * Sorts in place: `limit` of 1 to 30 only the front (see ir.ts, Foreach), any other all of it.
 */
void stsx_array_sort(struct stsx_array *array, const struct stsx_order *order, int64_t limit);

#endif
