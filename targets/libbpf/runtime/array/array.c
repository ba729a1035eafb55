// SPDX-License-Identifier: Apache-2.0
/* Making, finding and removing elements. */
#include "array.h"

#include <stdlib.h>
#include <string.h>

#include "../core/memory.h"
#include "../statistic/statistic.h"
#include "hash.h"

#define FIRST_SLOTS 64

struct stsx_array *stsx_array_create(const struct stsx_array_shape *shape, size_t string_size)
{
	struct stsx_array *array = stsx_calloc(1, sizeof(*array));

	array->shape = shape;
	array->string_size = string_size;
	array->mask = FIRST_SLOTS - 1;
	array->slots = stsx_calloc(FIRST_SLOTS, sizeof(*array->slots));
	return array;
}

void stsx_array_destroy(struct stsx_array *array)
{
	stsx_array_clear(array);
	free(array->slots);
	free(array);
}

static size_t key_length(const struct stsx_array *array, const union stsx_value *key)
{
	return strnlen(key->string, array->string_size - 1);
}

static bool same_key(const struct stsx_array *array, uint32_t index, const union stsx_value *kept,
		     const union stsx_value *asked)
{
	size_t length;

	if (array->shape->keys[index] == STSX_LONG)
		return kept->number == asked->number;
	length = key_length(array, asked);
	return strncmp(kept->string, asked->string, length) == 0 && kept->string[length] == '\0';
}

bool stsx_element_matches(const struct stsx_array *array, const struct stsx_element *element,
			  const union stsx_value *keys, uint32_t any)
{
	for (uint32_t i = 0; i < array->shape->key_count; i++) {
		if (!(any >> i & 1) && !same_key(array, i, &element->keys[i], &keys[i]))
			return false;
	}
	return true;
}

static uint64_t hash_of(const struct stsx_array *array, const union stsx_value *keys)
{
	uint64_t hash = 0;

	for (uint32_t i = 0; i < array->shape->key_count; i++) {
		if (array->shape->keys[i] == STSX_LONG)
			hash = stsx_hash_long(hash, (uint64_t)keys[i].number);
		else
			hash = stsx_hash_bytes(hash, keys[i].string, key_length(array, &keys[i]));
	}
	return hash;
}

static struct stsx_element *find_hashed(const struct stsx_array *array, const union stsx_value *keys, uint64_t hash)
{
	struct stsx_element *element = array->slots[hash & array->mask];

	while (element && (element->hash != hash || !stsx_element_matches(array, element, keys, 0)))
		element = element->chain;
	return element;
}

struct stsx_element *stsx_array_find(const struct stsx_array *array, const union stsx_value *keys)
{
	return find_hashed(array, keys, hash_of(array, keys));
}

static size_t value_size(const struct stsx_array *array)
{
	if (array->shape->value == STSX_STAT)
		return stsx_stat_size(array->shape->stat);
	return sizeof(union stsx_value);
}

static struct stsx_element *create_element(const struct stsx_array *array, const union stsx_value *keys)
{
	uint32_t key_count = array->shape->key_count;
	size_t fixed = sizeof(struct stsx_element) + key_count * sizeof(union stsx_value) + value_size(array);
	size_t lengths[STSX_MAX_KEYS];
	size_t size = fixed;
	struct stsx_element *element;
	char *bytes;

	for (uint32_t i = 0; i < key_count; i++) {
		if (array->shape->keys[i] != STSX_STRING)
			continue;
		lengths[i] = key_length(array, &keys[i]);
		size += lengths[i] + 1;
	}
	element = stsx_malloc(size);
	memset(&element->keys[key_count], 0, value_size(array));
	bytes = (char *)element + fixed;
	for (uint32_t i = 0; i < key_count; i++) {
		element->keys[i] = keys[i];
		if (array->shape->keys[i] != STSX_STRING)
			continue;
		memcpy(bytes, keys[i].string, lengths[i]);
		bytes[lengths[i]] = '\0';
		element->keys[i].string = bytes;
		bytes += lengths[i] + 1;
	}
	return element;
}

static void free_element(const struct stsx_array *array, struct stsx_element *element)
{
	if (array->shape->value == STSX_STRING)
		free(*stsx_element_string(array, element));
	free(element);
}

static void grow(struct stsx_array *array)
{
	uint64_t slots = (array->mask + 1) * 2;

	free(array->slots);
	array->slots = stsx_calloc(slots, sizeof(*array->slots));
	array->mask = slots - 1;
	for (struct stsx_element *element = array->first; element; element = element->next) {
		struct stsx_element **slot = &array->slots[element->hash & array->mask];

		element->chain = *slot;
		*slot = element;
	}
}

static void append(struct stsx_array *array, struct stsx_element *element)
{
	struct stsx_element **slot;

	if (array->count > array->mask)
		grow(array);
	slot = &array->slots[element->hash & array->mask];
	element->chain = *slot;
	*slot = element;
	element->next = NULL;
	element->previous = array->last;
	if (array->last)
		array->last->next = element;
	else
		array->first = element;
	array->last = element;
	array->count++;
}

struct stsx_element *stsx_array_obtain(struct stsx_array *array, const union stsx_value *keys)
{
	uint64_t hash = hash_of(array, keys);
	struct stsx_element *element = find_hashed(array, keys, hash);

	if (element)
		return element;
	if (array->count >= array->shape->capacity) {
		if (!array->shape->wrap || !array->first)
			return NULL;
		/* The new keys may be those of the element that goes, as a loop lent them: made before it is freed. */
		element = create_element(array, keys);
		stsx_array_remove(array, array->first);
	} else {
		element = create_element(array, keys);
	}
	element->hash = hash;
	append(array, element);
	return element;
}

static void unlink_element(struct stsx_array *array, struct stsx_element *element)
{
	struct stsx_element **slot = &array->slots[element->hash & array->mask];

	while (*slot != element)
		slot = &(*slot)->chain;
	*slot = element->chain;
	if (element->previous)
		element->previous->next = element->next;
	else
		array->first = element->next;
	if (element->next)
		element->next->previous = element->previous;
	else
		array->last = element->previous;
}

void stsx_array_remove(struct stsx_array *array, struct stsx_element *element)
{
	unlink_element(array, element);
	free_element(array, element);
	array->count--;
	array->generation++;
}

void stsx_array_clear(struct stsx_array *array)
{
	struct stsx_element *element = array->first;

	while (element) {
		struct stsx_element *next = element->next;

		free_element(array, element);
		element = next;
	}
	array->first = NULL;
	array->last = NULL;
	if (array->mask >= FIRST_SLOTS * 64) {
		free(array->slots);
		array->mask = FIRST_SLOTS - 1;
		array->slots = stsx_calloc(FIRST_SLOTS, sizeof(*array->slots));
	} else if (array->count) {
		memset(array->slots, 0, (array->mask + 1) * sizeof(*array->slots));
	}
	array->count = 0;
	array->generation++;
}
