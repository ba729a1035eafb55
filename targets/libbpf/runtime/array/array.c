// SPDX-License-Identifier: Apache-2.0
/* Making, finding and removing elements. */
#include "array.h"

#include <stdlib.h>
#include <string.h>

#include "../core/memory.h"
#include "../statistic/statistic.h"
#include "hash.h"

#define FIRST_ROOM 64

uint64_t stsx_hash_seed;

static struct stsx_array *create(const struct stsx_array_shape *shape, size_t string_size, const uint32_t *key_sizes,
				 uint32_t value_size)
{
	struct stsx_array *array = stsx_calloc(1, sizeof(*array));

	array->shape = shape;
	array->string_size = string_size;
	for (uint32_t i = 0; i < shape->key_count; i++) {
		array->key_sizes[i] = key_sizes ? key_sizes[i] : sizeof(uint64_t);
		array->keys_size += array->key_sizes[i];
	}
	array->value_size = shape->value == STSX_STAT ? (uint32_t)stsx_stat_size(shape->stat) : value_size;
	array->stride = (uint32_t)sizeof(struct stsx_element) + array->keys_size + array->value_size;
	array->new_keys = stsx_malloc(array->keys_size);
	return array;
}

static void *allocate(const struct stsx_array *array, uint32_t room)
{
	return stsx_calloc((size_t)room + 1, array->stride);
}

struct stsx_array *stsx_array_create(const struct stsx_array_shape *shape, size_t string_size)
{
	struct stsx_array *array = create(shape, string_size, NULL, sizeof(uint64_t));

	array->room = shape->capacity < FIRST_ROOM ? shape->capacity : FIRST_ROOM;
	array->memory = allocate(array, array->room);
	return array;
}

struct stsx_array *stsx_array_create_shared(const struct stsx_array_shape *shape, size_t string_size,
					    const uint32_t *key_sizes, uint32_t text_size, void *memory)
{
	uint32_t value_size = shape->value == STSX_STRING ? text_size : (uint32_t)sizeof(int64_t);
	struct stsx_array *array = create(shape, string_size, key_sizes, value_size);

	array->shared = true;
	array->room = shape->capacity;
	array->memory = memory;
	return array;
}

size_t stsx_array_memory(const struct stsx_array *array)
{
	return ((size_t)array->room + 1) * array->stride;
}

void stsx_array_destroy(struct stsx_array *array)
{
	if (!array->shared) {
		stsx_array_clear(array);
		free(array->memory);
	}
	free(array->new_keys);
	free(array);
}

/* ---------------------------------------------------------------- keys */

static size_t key_length(const struct stsx_array *array, const union stsx_value *key)
{
	return strnlen(key->string, array->string_size - 1);
}

union stsx_value stsx_element_key_value(const struct stsx_array *array, const struct stsx_element *element, uint32_t index)
{
	const char *place = stsx_element_key(array, element, index);

	if (array->shape->keys[index] == STSX_LONG)
		return (union stsx_value){ .number = *(const int64_t *)place };
	return (union stsx_value){ .string = stsx_array_text(array, place) };
}

bool stsx_element_matches(const struct stsx_array *array, const struct stsx_element *element,
			  const union stsx_value *keys, uint32_t any)
{
	const char *place = (const char *)(element + 1);

	for (uint32_t i = 0; i < array->shape->key_count; place += array->key_sizes[i++]) {
		size_t length;
		const char *kept;

		if (any >> i & 1)
			continue;
		if (array->shape->keys[i] == STSX_LONG) {
			if (*(const int64_t *)place != keys[i].number)
				return false;
			continue;
		}
		length = key_length(array, &keys[i]);
		kept = stsx_array_text(array, place);
		if (strncmp(kept, keys[i].string, length) != 0 || kept[length] != '\0')
			return false;
	}
	return true;
}

static uint32_t hash_of(const struct stsx_array *array, const union stsx_value *keys)
{
	uint64_t hash = stsx_hash_seed;

	for (uint32_t i = 0; i < array->shape->key_count; i++) {
		if (array->shape->keys[i] == STSX_LONG)
			hash = stsx_hash_word(hash, (uint64_t)keys[i].number);
		else
			hash = stsx_hash_text(hash, keys[i].string, key_length(array, &keys[i]),
					      array->shared ? array->key_sizes[i] : 0);
	}
	return (uint32_t)hash;
}

void stsx_put_padded(char *buffer, size_t size, const char *text, size_t length)
{
	if (length > size - 1)
		length = size - 1;
	memmove(buffer, text, length);
	memset(buffer + length, 0, size - length);
}

/* Text of keys is copied before anything is freed: it may be that of an element that goes, as a loop lent it. */
static void make_keys(struct stsx_array *array, const union stsx_value *keys)
{
	char *place = array->new_keys;

	for (uint32_t i = 0; i < array->shape->key_count; place += array->key_sizes[i++]) {
		size_t length;

		if (array->shape->keys[i] == STSX_LONG) {
			memcpy(place, &keys[i].number, sizeof(keys[i].number));
			continue;
		}
		length = key_length(array, &keys[i]);
		if (array->shared) {
			stsx_put_padded(place, array->key_sizes[i], keys[i].string, length);
		} else {
			char *text = stsx_malloc(length + 1);

			memcpy(text, keys[i].string, length);
			text[length] = '\0';
			memcpy(place, &text, sizeof(text));
		}
	}
}

/* ---------------------------------------------------------------- links */

static uint32_t *slot_of(const struct stsx_array *array, uint32_t hash)
{
	return &stsx_array_at(array, stsx_slot(hash, array->room))->head;
}

static struct stsx_element *find_hashed(const struct stsx_array *array, const union stsx_value *keys, uint32_t hash)
{
	struct stsx_element *element = stsx_array_at(array, *slot_of(array, hash));

	while (element && (element->hash != hash || !stsx_element_matches(array, element, keys, 0)))
		element = stsx_array_at(array, element->chain);
	return element;
}

struct stsx_element *stsx_array_find(const struct stsx_array *array, const union stsx_value *keys)
{
	return find_hashed(array, keys, hash_of(array, keys));
}

static void link_slot(struct stsx_array *array, struct stsx_element *element)
{
	uint32_t *slot = slot_of(array, element->hash);

	element->chain = *slot;
	*slot = element->self;
}

static void grow(struct stsx_array *array)
{
	uint32_t capacity = array->shape->capacity;
	uint32_t room = array->room < capacity / 2 ? 2 * array->room : capacity;
	char *memory = allocate(array, room);

	memcpy(memory, array->memory, stsx_array_memory(array));
	free(array->memory);
	array->memory = memory;
	array->room = room;
	for (uint32_t i = 1; i <= stsx_array_table(array)->used; i++)
		stsx_array_at(array, i)->head = 0;
	for (struct stsx_element *element = stsx_array_first(array); element; element = stsx_array_next(array, element))
		link_slot(array, element);
}

static struct stsx_element *take_free(struct stsx_array *array)
{
	struct stsx_table *table = stsx_array_table(array);
	struct stsx_element *element;

	if (table->free) {
		element = stsx_array_at(array, table->free);
		table->free = element->next;
		return element;
	}
	if (table->used == array->room) {
		grow(array);
		table = stsx_array_table(array);
	}
	element = stsx_array_at(array, ++table->used);
	element->self = table->used;
	return element;
}

static void append(struct stsx_array *array, struct stsx_element *element)
{
	struct stsx_table *table = stsx_array_table(array);

	link_slot(array, element);
	element->next = 0;
	element->previous = table->last;
	if (table->last)
		stsx_array_at(array, table->last)->next = element->self;
	else
		table->first = element->self;
	table->last = element->self;
	table->count++;
}

struct stsx_element *stsx_array_obtain(struct stsx_array *array, const union stsx_value *keys)
{
	uint32_t hash = hash_of(array, keys);
	struct stsx_element *element = find_hashed(array, keys, hash);
	bool full;

	if (element)
		return element;
	full = stsx_array_table(array)->count >= array->shape->capacity;
	if (full && (!array->shape->wrap || !stsx_array_table(array)->first))
		return NULL;
	make_keys(array, keys);
	if (full)
		stsx_array_remove(array, stsx_array_first(array));
	element = take_free(array);
	memcpy(element + 1, array->new_keys, array->keys_size);
	memset(stsx_element_value(array, element), 0, array->value_size);
	element->hash = hash;
	append(array, element);
	return element;
}

static void unlink_element(struct stsx_array *array, struct stsx_element *element)
{
	struct stsx_table *table = stsx_array_table(array);
	uint32_t *slot = slot_of(array, element->hash);

	while (*slot != element->self)
		slot = &stsx_array_at(array, *slot)->chain;
	*slot = element->chain;
	if (element->previous)
		stsx_array_at(array, element->previous)->next = element->next;
	else
		table->first = element->next;
	if (element->next)
		stsx_array_at(array, element->next)->previous = element->previous;
	else
		table->last = element->previous;
}

static void free_texts(const struct stsx_array *array, struct stsx_element *element)
{
	if (array->shared)
		return;
	for (uint32_t i = 0; i < array->shape->key_count; i++) {
		if (array->shape->keys[i] == STSX_STRING)
			free(*(char **)stsx_element_key(array, element, i));
	}
	if (array->shape->value == STSX_STRING)
		free(*(char **)stsx_element_value(array, element));
}

void stsx_array_remove(struct stsx_array *array, struct stsx_element *element)
{
	struct stsx_table *table = stsx_array_table(array);

	unlink_element(array, element);
	free_texts(array, element);
	element->next = table->free;
	table->free = element->self;
	table->count--;
	table->generation++;
}

void stsx_array_clear(struct stsx_array *array)
{
	struct stsx_table *table = stsx_array_table(array);

	for (struct stsx_element *element = stsx_array_first(array); element; element = stsx_array_next(array, element)) {
		*slot_of(array, element->hash) = 0;
		free_texts(array, element);
	}
	*table = (struct stsx_table){ .generation = table->generation + 1 };
	if (array->shared || array->room < FIRST_ROOM * 64)
		return;
	array->room = FIRST_ROOM;
	array->memory = stsx_realloc(array->memory, stsx_array_memory(array));
}
