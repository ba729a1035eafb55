// SPDX-License-Identifier: Apache-2.0
/* Arrays: order, sorting, limits, slices, capacity (reference cases aa_*). */
#include "check.h"

#include "array/array.h"
#include "array/hash.h"

static const struct stsx_site site = { "x.stp", 6, 3, "identifier", "a" };
static const struct stsx_array_shape longs = { .key_count = 1, .keys = { STSX_LONG }, .capacity = 2048 };
static const struct stsx_order up = { STSX_SORT_VALUE, 0, false };
static const struct stsx_order down = { STSX_SORT_VALUE, 0, true };
static const struct stsx_order key_down = { STSX_SORT_KEY, 0, true };

static struct fixture fixture;
static struct stsx_context *c;

/* Arrays lie in memory as the kernel half shares it. */
static bool in_shared_memory;

static struct stsx_array *make(const struct stsx_array_shape *shape, size_t string_size)
{
	uint32_t text_size = ((uint32_t)string_size + 7) & ~7u;
	uint32_t key_sizes[STSX_MAX_KEYS];
	struct stsx_array *array;

	if (!in_shared_memory)
		return stsx_array_create(shape, string_size);
	for (uint32_t i = 0; i < shape->key_count; i++)
		key_sizes[i] = shape->keys[i] == STSX_STRING ? text_size : 8;
	array = stsx_array_create_shared(shape, string_size, key_sizes, text_size, NULL);
	array->memory = calloc(1, stsx_array_memory(array));
	return array;
}

static void drop(struct stsx_array *array)
{
	if (in_shared_memory)
		free(array->memory);
	stsx_array_destroy(array);
}

static void put(struct stsx_array *array, int64_t key, int64_t value)
{
	union stsx_value keys[] = { { .number = key } };
	int64_t *place = stsx_array_long_place(c, array, keys, &site);

	if (place)
		*place = value;
}

/* Keys in the order in which a loop meets them. */
static const char *keys_of(struct stsx_array *array, const struct stsx_order *order, int64_t limit)
{
	static char text[65536];
	struct stsx_foreach each;
	size_t used = 0;

	text[0] = '\0';
	stsx_foreach_begin(c, &each, array, order);
	if (limit != INT64_MAX)
		stsx_foreach_limit(&each, limit);
	while (stsx_foreach_next(&each))
		used += (size_t)sprintf(text + used, "%lld ", (long long)stsx_foreach_key_long(&each, 0));
	return text;
}

static const char *all(struct stsx_array *array, const struct stsx_order *order)
{
	return keys_of(array, order, INT64_MAX);
}

static void sorting_persists(void)
{
	struct stsx_array *a = make(&longs, 512);

	put(a, 3, 30), put(a, 1, 50), put(a, 2, 10), put(a, 5, 20), put(a, 4, 40);
	CHECK_TEXT(all(a, NULL), "3 1 2 5 4 ");
	CHECK_TEXT(all(a, &up), "2 5 3 4 1 ");
	CHECK_TEXT(all(a, NULL), "2 5 3 4 1 ");
	CHECK_TEXT(all(a, &key_down), "5 4 3 2 1 ");
	put(a, 9, 1);
	CHECK_TEXT(all(a, NULL), "5 4 3 2 1 9 ");
	CHECK_TEXT(keys_of(a, &down, 2), "1 4 ");
	CHECK_TEXT(all(a, NULL), "1 4 3 5 2 9 ");
	put(a, 1, 0);
	CHECK_TEXT(all(a, NULL), "1 4 3 5 2 9 ");
	drop(a);
}

static void limited_ties(void)
{
	struct stsx_array *a = make(&longs, 512);
	struct stsx_array *b = make(&longs, 512);

	for (int64_t i = 0; i < 12; i++)
		put(a, i, i % 3), put(b, i, i % 3);
	CHECK_TEXT(keys_of(a, &down, 5), "2 5 8 11 1 ");
	CHECK_TEXT(keys_of(b, &up, 5), "0 3 6 9 1 ");
	CHECK_TEXT(keys_of(a, &down, 1), "2 ");
	CHECK_TEXT(all(a, NULL), "2 5 8 11 1 4 7 0 3 6 9 10 ");
	CHECK_TEXT(all(b, NULL), "0 3 6 9 1 4 2 5 7 8 10 11 ");
	CHECK_TEXT(keys_of(b, &up, 0), "");
	CHECK_TEXT(keys_of(b, &up, -1), "");
	drop(a);
	drop(b);
}

static void stable_ties(void)
{
	struct stsx_array *a = make(&longs, 512);

	for (int64_t i = 0; i < 24; i++)
		put(a, i, i % 3);
	CHECK_TEXT(all(a, &down), "2 5 8 11 14 17 20 23 1 4 7 10 13 16 19 22 0 3 6 9 12 15 18 21 ");
	CHECK_TEXT(all(a, &up), "0 3 6 9 12 15 18 21 1 4 7 10 13 16 19 22 2 5 8 11 14 17 20 23 ");
	drop(a);
}

/* The front that a small limit leaves is that of a full sort; links stay whole whichever way. */
static void front_agrees_with_full_sort(void)
{
	for (int64_t count = 0; count < 70; count += 3) {
		for (int64_t limit = 1; limit <= 32; limit++) {
			struct stsx_array *a = make(&longs, 512);
			struct stsx_array *b = make(&longs, 512);
			char front[4096];
			int64_t left = 0;

			for (int64_t i = 0; i < count; i++)
				put(a, i, i * 37 % 17), put(b, i, i * 37 % 17);
			strcpy(front, keys_of(a, &down, limit));
			CHECK(strncmp(all(b, &down), front, strlen(front)) == 0);
			for (struct stsx_element *e = stsx_array_at(a, stsx_array_table(a)->last); e; e = stsx_array_at(a, e->previous))
				left++;
			CHECK_LONG(left, count);
			drop(a);
			drop(b);
		}
	}
}

static void nested_sort_moves_the_outer_loop(void)
{
	struct stsx_array *a = make(&longs, 512);
	struct stsx_foreach each;
	char text[64] = "";

	put(a, 1, 3), put(a, 2, 1), put(a, 3, 2);
	stsx_foreach_begin(c, &each, a, NULL);
	while (stsx_foreach_next(&each)) {
		sprintf(text + strlen(text), "[%lld]", (long long)stsx_foreach_key_long(&each, 0));
		strcat(text, all(a, &down));
	}
	CHECK_TEXT(text, "[1]1 3 2 [3]1 3 2 [2]1 3 2 ");
	drop(a);
}

static void clearing_ends_the_loop(void)
{
	struct stsx_array *a = make(&longs, 512);
	struct stsx_foreach each;
	int rounds = 0;

	put(a, 1, 1), put(a, 2, 2);
	stsx_foreach_begin(c, &each, a, &up);
	while (stsx_foreach_next(&each)) {
		stsx_array_clear(a);
		put(a, 3, 3);
		rounds++;
	}
	CHECK_LONG(rounds, 1);
	CHECK_TEXT(all(a, NULL), "3 ");
	drop(a);
}

static void overflow(void)
{
	struct stsx_array_shape shape = longs;
	struct stsx_array *a;
	union stsx_value key[] = { { .number = 4 } };

	shape.capacity = 3;
	a = make(&shape, 512);
	put(a, 1, 1), put(a, 2, 2), put(a, 3, 3), put(a, 2, 20);
	CHECK_ERROR(c, "");
	put(a, 4, 4);
	CHECK_ERROR(c, "Array overflow, check MAXMAPENTRIES");
	shape.sized = true;
	put(a, 4, 4);
	CHECK_ERROR(c, "Array overflow, check size limit (3)");
	CHECK_LONG(stsx_array_long(a, key), 0);
	CHECK_LONG(stsx_array_has(a, key), 0);
	CHECK_TEXT(all(a, NULL), "1 2 3 ");
	drop(a);
}

static void wrapping(void)
{
	struct stsx_array_shape shape = longs;
	struct stsx_array *a;

	shape.capacity = 4;
	shape.wrap = true;
	a = make(&shape, 512);
	for (int64_t i = 0; i < 10; i++)
		put(a, i, i * i);
	CHECK_TEXT(all(a, NULL), "6 7 8 9 ");
	put(a, 6, 1);
	CHECK_TEXT(all(a, &down), "9 8 7 6 ");
	put(a, 10, 5);
	CHECK_TEXT(all(a, NULL), "8 7 6 10 ");
	drop(a);
}

static void string_keys(void)
{
	struct stsx_array_shape shape = { .key_count = 2, .keys = { STSX_STRING, STSX_LONG }, .value = STSX_STRING, .capacity = 9 };
	struct stsx_array *a = make(&shape, 8);
	union stsx_value key[] = { { .string = "abcdefgX" }, { .number = 1 } };
	union stsx_value same[] = { { .string = "abcdefgY" }, { .number = 1 } };
	union stsx_value other[] = { { .string = "abcdef" }, { .number = 1 } };

	CHECK(stsx_array_string_set(c, a, key, "v", &site));
	CHECK_TEXT(stsx_array_string(c, a, same), "v");
	CHECK_TEXT(stsx_array_string(c, a, other), "");
	CHECK(stsx_array_string_append(c, a, same, "w", &site));
	CHECK_TEXT(stsx_array_string(c, a, key), "vw");
	CHECK_LONG(stsx_array_size(a), 1);
	stsx_array_delete(a, key);
	CHECK_LONG(stsx_array_size(a), 0);
	drop(a);
}

static void slices(void)
{
	struct stsx_array_shape shape = { .key_count = 2, .keys = { STSX_LONG, STSX_STRING }, .capacity = 9 };
	struct stsx_array *a = make(&shape, 512);
	static const struct { int64_t n; const char *s; } entries[] = { { 1, "x" }, { 2, "x" }, { 1, "y" }, { 3, "y" }, { 3, "x" } };
	union stsx_value slice[] = { { .number = 0 }, { .string = "x" } };
	struct stsx_foreach each;
	char text[64] = "";

	for (size_t i = 0; i < 5; i++)
		*stsx_array_long_place(c, a, (union stsx_value[]){ { .number = entries[i].n }, { .string = entries[i].s } }, &site) = 1;
	stsx_foreach_begin(c, &each, a, NULL);
	stsx_foreach_limit(&each, 4);
	stsx_foreach_slice(&each, slice, 1);
	while (stsx_foreach_next(&each))
		sprintf(text + strlen(text), "%lld%s ", (long long)stsx_foreach_key_long(&each, 0), stsx_foreach_key_string(&each, 1));
	CHECK_TEXT(text, "1x 2x ");
	CHECK_LONG(stsx_array_has_matching(a, slice, 1), 1);
	stsx_array_delete_matching(a, slice, 1);
	CHECK_LONG(stsx_array_has_matching(a, slice, 1), 0);
	CHECK_LONG(stsx_array_size(a), 2);
	drop(a);
}

static void many(void)
{
	struct stsx_array_shape shape = longs;
	struct stsx_array *a;
	union stsx_value key[1];

	shape.capacity = 200000;
	a = make(&shape, 512);
	for (int64_t i = 0; i < 100000; i++)
		put(a, i * 4096, i);
	for (int64_t i = 0; i < 100000; i += 7) {
		key[0].number = i * 4096;
		CHECK_LONG(stsx_array_long(a, key), i);
	}
	CHECK_TEXT(keys_of(a, &down, 2), "409595904 409591808 ");
	stsx_array_clear(a);
	CHECK_LONG(stsx_array_size(a), 0);
	put(a, 1, 1);
	CHECK_TEXT(all(a, NULL), "1 ");
	drop(a);
}

/* What the kernel half looks at: text of keys and values, and zeroes up to the end of their room. */
static void text_is_padded(void)
{
	static const uint32_t key_sizes[] = { 16 };
	struct stsx_array_shape shape = { .key_count = 1, .keys = { STSX_STRING }, .value = STSX_STRING, .capacity = 2 };
	struct stsx_array *a = stsx_array_create_shared(&shape, 512, key_sizes, 24, NULL);
	char key[16] = "cat";
	char value[24] = "ab";
	struct stsx_element *element;

	a->memory = calloc(1, stsx_array_memory(a));
	stsx_array_string_set(c, a, STSX_KEYS({ .string = "cat" }), "a longer text", &site);
	stsx_array_string_set(c, a, STSX_KEYS({ .string = "cat" }), "ab", &site);
	element = stsx_array_find(a, STSX_KEYS({ .string = "cat" }));
	CHECK_LONG(memcmp(stsx_element_key(a, element, 0), key, sizeof(key)), 0);
	CHECK_LONG(memcmp(stsx_element_value(a, element), value, sizeof(value)), 0);
	/* Longer than any key: not found, whatever its beginning. */
	CHECK_LONG(stsx_array_has(a, STSX_KEYS({ .string = "cat and a dog and a mouse" })), 0);
	/* The hash goes over all words of the key. */
	CHECK_LONG(element->hash, (uint32_t)stsx_hash_word(stsx_hash_word(stsx_hash_seed, *(uint64_t *)key), 0));
	free(a->memory);
	stsx_array_destroy(a);
}

/* A removed element's place is used again. */
static void room_is_reused(void)
{
	struct stsx_array_shape shape = longs;
	struct stsx_array *a;

	shape.capacity = 3;
	a = make(&shape, 512);
	for (int64_t i = 0; i < 1000; i++) {
		put(a, i, i);
		put(a, i + 1000, i);
		stsx_array_delete(a, STSX_KEYS({ .number = i }));
		stsx_array_delete(a, STSX_KEYS({ .number = i + 1000 }));
	}
	CHECK_LONG(c->error, STSX_OK);
	CHECK_LONG(stsx_array_size(a), 0);
	CHECK_LONG(stsx_array_table(a)->used, 2);
	drop(a);
}

static void check_all(void)
{
	sorting_persists();
	limited_ties();
	stable_ties();
	front_agrees_with_full_sort();
	nested_sort_moves_the_outer_loop();
	clearing_ends_the_loop();
	overflow();
	wrapping();
	string_keys();
	slices();
	many();
	room_is_reused();
}

int main(void)
{
	c = fixture_open(&fixture, 512);
	check_all();
	in_shared_memory = true;
	check_all();
	text_is_padded();
	fixture_close(&fixture);
	return check_result();
}
