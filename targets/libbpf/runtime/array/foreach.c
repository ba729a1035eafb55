// SPDX-License-Identifier: Apache-2.0
/* Loops over arrays. They walk the live order, so that a sort inside the loop moves where it goes on. */
#include "array.h"

void stsx_foreach_begin(struct stsx_context *c, struct stsx_foreach *each, struct stsx_array *array,
			const struct stsx_order *order)
{
	(void)c;
	*each = (struct stsx_foreach){ .array = array };
	if (order)
		each->order = *order;
}

void stsx_foreach_limit(struct stsx_foreach *each, int64_t limit)
{
	each->limited = true;
	each->limit = limit;
}

void stsx_foreach_slice(struct stsx_foreach *each, const union stsx_value *keys, uint32_t any)
{
	each->slice = keys;
	each->any = any;
}

static struct stsx_element *current(const struct stsx_foreach *each)
{
	return stsx_array_at(each->array, each->element);
}

static bool start(struct stsx_foreach *each)
{
	if (each->order.by != STSX_SORT_NONE)
		stsx_array_sort(each->array, &each->order, each->limited ? each->limit : 0);
	each->started = true;
	each->generation = stsx_array_table(each->array)->generation;
	each->element = stsx_array_table(each->array)->first;
	return each->element != 0;
}

static bool advance(struct stsx_foreach *each)
{
	if (!each->started)
		return start(each);
	if (!each->element || each->generation != stsx_array_table(each->array)->generation)
		return false;
	each->element = current(each)->next;
	return each->element != 0;
}

bool stsx_foreach_next(struct stsx_foreach *each)
{
	while (advance(each)) {
		if (each->limited && each->limit-- <= 0) {
			each->element = 0;
			return false;
		}
		if (!each->slice || stsx_element_matches(each->array, current(each), each->slice, each->any))
			return true;
	}
	return false;
}

int64_t stsx_foreach_key_long(const struct stsx_foreach *each, uint32_t index)
{
	return stsx_element_key_value(each->array, current(each), index).number;
}

const char *stsx_foreach_key_string(const struct stsx_foreach *each, uint32_t index)
{
	return stsx_element_key_value(each->array, current(each), index).string;
}

int64_t stsx_foreach_value_long(const struct stsx_foreach *each)
{
	return *stsx_element_long(each->array, current(each));
}

const char *stsx_foreach_value_string(const struct stsx_foreach *each)
{
	return stsx_array_text(each->array, stsx_element_value(each->array, current(each)));
}
