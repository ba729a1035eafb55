// SPDX-License-Identifier: Apache-2.0
/* What generated code does with single elements. */
#include <stdlib.h>
#include <string.h>

#include "../api/string.h"
#include "../core/memory.h"
#include "array.h"

int64_t stsx_array_long(struct stsx_array *array, const union stsx_value *keys)
{
	struct stsx_element *element = stsx_array_find(array, keys);

	return element ? *stsx_element_long(array, element) : 0;
}

static const char *string_of(const struct stsx_array *array, struct stsx_element *element)
{
	return stsx_array_text(array, stsx_element_value(array, element));
}

const char *stsx_array_string(struct stsx_context *c, struct stsx_array *array, const union stsx_value *keys)
{
	struct stsx_element *element = stsx_array_find(array, keys);

	return element ? stsx_string_copy(c, string_of(array, element)) : "";
}

struct stsx_stat *stsx_array_stat(struct stsx_array *array, const union stsx_value *keys)
{
	struct stsx_element *element = stsx_array_find(array, keys);

	return element ? stsx_element_stat(array, element) : NULL;
}

void stsx_raise_overflow(struct stsx_context *c, const struct stsx_array_shape *shape, const struct stsx_site *site)
{
	if (shape->sized)
		stsx_raisef(c, site, "Array overflow, check size limit (%u)", shape->capacity);
	else
		stsx_raise(c, site, "Array overflow, check MAXMAPENTRIES");
}

static struct stsx_element *obtain(struct stsx_context *c, struct stsx_array *array, const union stsx_value *keys,
				   const struct stsx_site *site)
{
	struct stsx_element *element = stsx_array_obtain(array, keys);

	if (!element)
		stsx_raise_overflow(c, array->shape, site);
	return element;
}

int64_t *stsx_array_long_place(struct stsx_context *c, struct stsx_array *array, const union stsx_value *keys,
			       const struct stsx_site *site)
{
	struct stsx_element *element = obtain(c, array, keys, site);

	return element ? stsx_element_long(array, element) : NULL;
}

struct stsx_stat *stsx_array_stat_place(struct stsx_context *c, struct stsx_array *array,
					const union stsx_value *keys, const struct stsx_site *site)
{
	struct stsx_element *element = obtain(c, array, keys, site);

	return element ? stsx_element_stat(array, element) : NULL;
}

bool stsx_array_string_set(struct stsx_context *c, struct stsx_array *array, const union stsx_value *keys,
			   const char *value, const struct stsx_site *site)
{
	struct stsx_element *element = obtain(c, array, keys, site);
	size_t length = strnlen(value, c->string_size - 1);
	char *place;
	char *string;

	if (!element)
		return false;
	place = stsx_element_value(array, element);
	if (array->shared) {
		stsx_put_padded(place, array->value_size, value, length);
		return true;
	}
	/* The value may be the element's own string: copied before that is freed. */
	string = stsx_malloc(length + 1);
	memcpy(string, value, length);
	string[length] = '\0';
	free(*(char **)place);
	*(char **)place = string;
	return true;
}

bool stsx_array_string_append(struct stsx_context *c, struct stsx_array *array, const union stsx_value *keys,
			      const char *value, const struct stsx_site *site)
{
	struct stsx_element *element = obtain(c, array, keys, site);
	size_t mark = stsx_mark(c);
	bool done;

	if (!element)
		return false;
	done = stsx_array_string_set(c, array, keys, stsx_concat(c, string_of(array, element), value), site);
	stsx_release(c, mark);
	return done;
}

int64_t stsx_array_has(struct stsx_array *array, const union stsx_value *keys)
{
	return stsx_array_find(array, keys) != NULL;
}

void stsx_array_delete(struct stsx_array *array, const union stsx_value *keys)
{
	struct stsx_element *element = stsx_array_find(array, keys);

	if (element)
		stsx_array_remove(array, element);
}

int64_t stsx_array_has_matching(struct stsx_array *array, const union stsx_value *keys, uint32_t any)
{
	struct stsx_element *element = stsx_array_first(array);

	while (element && !stsx_element_matches(array, element, keys, any))
		element = stsx_array_next(array, element);
	return element != NULL;
}

void stsx_array_delete_matching(struct stsx_array *array, const union stsx_value *keys, uint32_t any)
{
	struct stsx_element *element = stsx_array_first(array);

	while (element) {
		struct stsx_element *next = stsx_array_next(array, element);

		if (stsx_element_matches(array, element, keys, any))
			stsx_array_remove(array, element);
		element = next;
	}
}

uint32_t stsx_array_size(const struct stsx_array *array)
{
	return stsx_array_table(array)->count;
}
