/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an array is made: elements in one piece of memory, found by a hash table and, for the order, in a doubly linked list; links are
 * indexes (struct stsx_element of stsx_shared.h). An array that the kernel half shares lies in a BPF map, has all its room from the
 * start and holds its text in place; any other grows, and holds pointers to text of its own.
 */
#ifndef STSX_ARRAY_ARRAY_H
#define STSX_ARRAY_ARRAY_H

#include "../api/array.h"

struct stsx_array {
	const struct stsx_array_shape *shape;
	size_t string_size; /* MAXSTRINGLEN */
	char *memory;
	uint32_t room;
	bool shared;
	uint32_t key_sizes[STSX_MAX_KEYS]; /* bytes in an element */
	uint32_t keys_size; /* of all of them */
	uint32_t value_size;
	uint32_t stride; /* of an element */
	char *new_keys; /* of an element that is being made */
};

struct stsx_array *stsx_array_create(const struct stsx_array_shape *shape, size_t string_size);
/* In zeroed memory of stsx_array_shared_size() bytes; sizes of keys, and of a value that is text, are multiples of 8. */
struct stsx_array *stsx_array_create_shared(const struct stsx_array_shape *shape, size_t string_size,
					    const uint32_t *key_sizes, uint32_t text_size, void *memory);
size_t stsx_array_memory(const struct stsx_array *array);
void stsx_array_destroy(struct stsx_array *array);

struct stsx_element *stsx_array_find(const struct stsx_array *array, const union stsx_value *keys);
/* Finds or makes; NULL: it is missing and the array is full. What pointed to elements may point nowhere after that. */
struct stsx_element *stsx_array_obtain(struct stsx_array *array, const union stsx_value *keys);
void stsx_array_remove(struct stsx_array *array, struct stsx_element *element);
/* Raises the overflow error. */
void stsx_raise_overflow(struct stsx_context *c, const struct stsx_array_shape *shape, const struct stsx_site *site);

/* Do the keys that are not wild agree? */
bool stsx_element_matches(const struct stsx_array *array, const struct stsx_element *element,
			  const union stsx_value *keys, uint32_t any);

static inline struct stsx_table *stsx_array_table(const struct stsx_array *array)
{
	return (struct stsx_table *)array->memory;
}

/* NULL for index 0. */
static inline struct stsx_element *stsx_array_at(const struct stsx_array *array, uint32_t index)
{
	return index ? (struct stsx_element *)(array->memory + (size_t)index * array->stride) : NULL;
}

static inline struct stsx_element *stsx_array_first(const struct stsx_array *array)
{
	return stsx_array_at(array, stsx_array_table(array)->first);
}

static inline struct stsx_element *stsx_array_next(const struct stsx_array *array, const struct stsx_element *element)
{
	return stsx_array_at(array, element->next);
}

/* Where key `index` lies: a number, text, or a pointer to text. */
static inline char *stsx_element_key(const struct stsx_array *array, const struct stsx_element *element, uint32_t index)
{
	char *key = (char *)(element + 1);

	for (uint32_t i = 0; i < index; i++)
		key += array->key_sizes[i];
	return key;
}

static inline char *stsx_element_value(const struct stsx_array *array, const struct stsx_element *element)
{
	return (char *)(element + 1) + array->keys_size;
}

static inline int64_t *stsx_element_long(const struct stsx_array *array, struct stsx_element *element)
{
	return (int64_t *)stsx_element_value(array, element);
}

static inline struct stsx_stat *stsx_element_stat(const struct stsx_array *array, struct stsx_element *element)
{
	return (struct stsx_stat *)stsx_element_value(array, element);
}

/* Text of a key or a value at `place`. */
static inline const char *stsx_array_text(const struct stsx_array *array, const char *place)
{
	const char *text = array->shared ? place : *(const char *const *)place;

	return text ? text : "";
}

union stsx_value stsx_element_key_value(const struct stsx_array *array, const struct stsx_element *element, uint32_t index);

/* Fills a buffer with text and zeroes. The text may be in the buffer. */
void stsx_put_padded(char *buffer, size_t size, const char *text, size_t length);

/*
 * Sorts in place: `limit` of 1 to 30 only the front (see ir.ts, Foreach), any other all of it.
 */
void stsx_array_sort(struct stsx_array *array, const struct stsx_order *order, int64_t limit);

#endif
