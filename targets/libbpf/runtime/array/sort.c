// SPDX-License-Identifier: Apache-2.0
/*
 * Sorting an array's order for good: stable in both directions. All of it by merging copies of what is compared, or with
 * a small limit only the front, in one walk.
 */
#include "array.h"

#include <stdlib.h>
#include <string.h>

#include "../core/memory.h"
#include "../statistic/statistic.h"

/* Limits above this sort all. */
#define MOST_PARTIAL 30
/* Runs that are sorted by insertion before merging. */
#define RUN 12

struct entry {
	union stsx_value value;
	struct stsx_element *element;
};

static bool compares_strings(const struct stsx_array *array, const struct stsx_order *order)
{
	if (order->by == STSX_SORT_KEY)
		return array->shape->keys[order->index] == STSX_STRING;
	return array->shape->value == STSX_STRING;
}

static union stsx_value sort_value(const struct stsx_array *array, const struct stsx_order *order,
				   struct stsx_element *element)
{
	union stsx_value value = { .number = 0 };

	if (order->by == STSX_SORT_KEY)
		return stsx_element_key_value(array, element, order->index);
	switch ((enum stsx_value_kind)array->shape->value) {
	case STSX_LONG:
		value.number = *stsx_element_long(array, element);
		break;
	case STSX_STRING:
		value.string = stsx_array_text(array, stsx_element_value(array, element));
		break;
	case STSX_STAT:
		value.number = stsx_stat_sort_value(stsx_element_stat(array, element),
						    order->by == STSX_SORT_STAT ?
							    (enum stsx_stat_operator)order->index :
							    STSX_COUNT);
		break;
	}
	return value;
}

/* Does a belong strictly before b? */
static inline bool before(union stsx_value a, union stsx_value b, bool strings, bool descending)
{
	if (strings) {
		int compared = strcmp(a.string, b.string);

		return descending ? compared > 0 : compared < 0;
	}
	return descending ? a.number > b.number : a.number < b.number;
}

static void sort_run(struct entry *entries, size_t count, bool strings, bool descending)
{
	for (size_t i = 1; i < count; i++) {
		struct entry moved = entries[i];
		size_t j = i;

		for (; j > 0 && before(moved.value, entries[j - 1].value, strings, descending); j--)
			entries[j] = entries[j - 1];
		entries[j] = moved;
	}
}

static void merge(const struct entry *a, size_t a_count, const struct entry *b, size_t b_count, struct entry *to,
		  bool strings, bool descending)
{
	while (a_count && b_count) {
		if (before(b->value, a->value, strings, descending)) {
			*to++ = *b++;
			b_count--;
		} else {
			*to++ = *a++;
			a_count--;
		}
	}
	memcpy(to, a, a_count * sizeof(*a));
	memcpy(to + a_count, b, b_count * sizeof(*b));
}

/* Sorts `entries` with `spare` of the same size; gives the one of the two that has the result. */
static struct entry *merge_sort(struct entry *entries, struct entry *spare, size_t count, bool strings,
				bool descending)
{
	for (size_t i = 0; i < count; i += RUN)
		sort_run(entries + i, count - i < RUN ? count - i : RUN, strings, descending);
	for (size_t width = RUN; width < count; width *= 2) {
		struct entry *other = entries;

		for (size_t i = 0; i < count; i += 2 * width) {
			size_t first = count - i < width ? count - i : width;
			size_t second = count - i - first < width ? count - i - first : width;

			merge(entries + i, first, entries + i + first, second, spare + i, strings, descending);
		}
		entries = spare;
		spare = other;
	}
	return entries;
}

static void sort_all(struct stsx_array *array, const struct stsx_order *order)
{
	struct stsx_table *table = stsx_array_table(array);
	struct entry *entries = stsx_malloc(2 * (size_t)table->count * sizeof(*entries));
	struct stsx_element *previous = NULL;
	struct entry *sorted;
	size_t count = 0;

	for (struct stsx_element *element = stsx_array_first(array); element; element = stsx_array_next(array, element)) {
		entries[count].value = sort_value(array, order, element);
		entries[count++].element = element;
	}
	sorted = merge_sort(entries, entries + count, count, compares_strings(array, order), order->descending);
	table->first = sorted[0].element->self;
	for (size_t i = 0; i < count; i++) {
		sorted[i].element->previous = previous ? previous->self : 0;
		if (previous)
			previous->next = sorted[i].element->self;
		previous = sorted[i].element;
	}
	previous->next = 0;
	table->last = previous->self;
	free(entries);
}

static void take_out(struct stsx_array *array, struct stsx_element *element)
{
	struct stsx_table *table = stsx_array_table(array);

	if (element->previous)
		stsx_array_at(array, element->previous)->next = element->next;
	else
		table->first = element->next;
	if (element->next)
		stsx_array_at(array, element->next)->previous = element->previous;
	else
		table->last = element->previous;
}

static void put_before(struct stsx_array *array, struct stsx_element *element, struct stsx_element *successor)
{
	element->previous = successor->previous;
	element->next = successor->self;
	if (successor->previous)
		stsx_array_at(array, successor->previous)->next = element->self;
	else
		stsx_array_table(array)->first = element->self;
	successor->previous = element->self;
}

/* Each element in order that belongs before the last of the front so far is moved into the front, behind its equals. */
static void sort_front(struct stsx_array *array, const struct stsx_order *order, size_t limit)
{
	bool strings = compares_strings(array, order);
	struct entry front[MOST_PARTIAL];
	size_t count = 0;
	struct stsx_element *next;

	for (struct stsx_element *element = stsx_array_first(array); element; element = next) {
		struct entry entry = { sort_value(array, order, element), element };
		size_t place = count;

		next = stsx_array_next(array, element);
		if (count == limit && !before(entry.value, front[limit - 1].value, strings, order->descending))
			continue;
		while (place > 0 && before(entry.value, front[place - 1].value, strings, order->descending))
			place--;
		if (place < count) {
			take_out(array, element);
			put_before(array, element, front[place].element);
		}
		if (count < limit)
			count++;
		memmove(&front[place + 1], &front[place], (count - place - 1) * sizeof(front[0]));
		front[place] = entry;
	}
}

void stsx_array_sort(struct stsx_array *array, const struct stsx_order *order, int64_t limit)
{
	if (stsx_array_table(array)->count < 2)
		return;
	if (limit > 0 && limit <= MOST_PARTIAL)
		sort_front(array, order, (size_t)limit);
	else
		sort_all(array, order);
}
