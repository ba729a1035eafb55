// SPDX-License-Identifier: Apache-2.0
#include "record-globals.h"

#include "../api/program.h"
#include "../array/array.h"
#include "record-text.h"

static void put_stat(struct stsx_record_text *text, const struct stsx_stat *stat)
{
	stsx_text_literal(text, "{\"count\":");
	stsx_text_long(text, stat->count);
	stsx_text_literal(text, ",\"sum\":");
	stsx_text_long(text, stat->sum);
	stsx_text_literal(text, "}");
}

static void put_element(struct stsx_record_text *text, const struct stsx_array *array,
			struct stsx_element *element)
{
	const struct stsx_array_shape *shape = array->shape;

	stsx_text_literal(text, "[");
	for (uint8_t i = 0; i < shape->key_count; i++) {
		if (shape->keys[i] == STSX_STRING)
			stsx_text_string(text, stsx_element_key_value(array, element, i).string);
		else
			stsx_text_long(text, stsx_element_key_value(array, element, i).number);
		stsx_text_literal(text, ",");
	}
	if (shape->value == STSX_STAT)
		put_stat(text, stsx_element_stat(array, element));
	else if (shape->value == STSX_STRING)
		stsx_text_string(text, stsx_array_text(array, stsx_element_value(array, element)));
	else
		stsx_text_long(text, *stsx_element_long(array, element));
	stsx_text_literal(text, "]");
}

static void put_array(struct stsx_record_text *text, const struct stsx_array *array)
{
	stsx_text_literal(text, "[");
	for (struct stsx_element *element = stsx_array_first(array); element; element = stsx_array_next(array, element)) {
		if (element->previous)
			stsx_text_literal(text, ",");
		put_element(text, array, element);
	}
	stsx_text_literal(text, "]");
}

void stsx_record_global(struct stsx_record_text *text, const struct stsx_global *global)
{
	switch (global->kind) {
	case STSX_GLOBAL_LONG:
		stsx_text_long(text, *(const int64_t *)global->storage);
		break;
	case STSX_GLOBAL_STRING:
		stsx_text_string(text, global->storage);
		break;
	case STSX_GLOBAL_STAT:
		put_stat(text, *(struct stsx_stat *const *)global->storage);
		break;
	case STSX_GLOBAL_ARRAY:
		put_array(text, *(struct stsx_array *const *)global->storage);
		break;
	}
}
