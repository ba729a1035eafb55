/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared arrays (struct stsx_element of stsx_shared.h): what runtime/array does in the user half. A program calls these while it holds
 * the array's lock. Rooms and sizes are constants. Keys are words of 8 bytes, text zero behind its end.
 */
#ifndef STSX_ARRAY_BPF_H
#define STSX_ARRAY_BPF_H

/* Elements of one slot that are followed: at most one element a slot on average, this many meet in one all but never. */
#define STSX_CHAIN 16
/* The compiler's own loads and stores of keys reach so far. */
#define STSX_KEY_UNROLLED 64

STSX_INLINE void *stsx_array_at(void *map, __u32 index)
{
	return bpf_map_lookup_elem(map, &index);
}

STSX_INLINE __u32 stsx_array_hash(const void *key, __u32 size)
{
	const __u64 *words = key;
	__u64 hash = stsx_config.hash_seed;

	if (size <= STSX_KEY_UNROLLED) {
#pragma clang loop unroll(full)
		for (__u64 i = 0; i < size / 8; i++)
			hash = stsx_hash_word(hash, words[i]);
		return (__u32)hash;
	}
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < size / 8; i++)
		hash = stsx_hash_word(hash, words[i]);
	return (__u32)hash;
}

STSX_INLINE stsx_bool stsx_same_key(const void *a, const void *b, __u32 size)
{
	const __u64 *left = a, *right = b;
	__u64 difference = 0;

	if (size <= STSX_KEY_UNROLLED) {
#pragma clang loop unroll(full)
		for (__u64 i = 0; i < size / 8; i++)
			difference |= left[i] ^ right[i];
		return difference == 0;
	}
	/* Without a branch for each word: the verifier keeps them all. */
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < size / 8; i++)
		difference |= left[i] ^ right[i];
	return difference == 0;
}

STSX_INLINE void stsx_copy_key(void *to, const void *from, __u32 size)
{
	volatile __u64 *to_words = to;
	const __u64 *from_words = from;

	if (size <= STSX_KEY_UNROLLED) {
		__builtin_memcpy(to, from, size);
		return;
	}
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < size / 8; i++)
		to_words[i] = from_words[i];
}

/* The first element with this hash from `index` on along a slot's chain, NULL at its end. */
STSX_INLINE struct stsx_element *stsx_alike(void *map, __u32 index, __u32 hash)
{
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < STSX_CHAIN; i++) {
		struct stsx_element *element;

		if (!index)
			return 0;
		element = stsx_array_at(map, index);
		if (!element || element->hash == hash)
			return element;
		index = element->chain;
	}
	__sync_fetch_and_add(&stsx_state.state.lost_elements, 1);
	return 0;
}

/* Keys are compared behind the walk and not in it: the verifier follows each comparison of each turn. Two keys of one hash are rare. */
STSX_INLINE void *stsx_find_hashed(void *map, __u32 room, const void *key, __u32 size, __u32 hash)
{
	struct stsx_element *slot = stsx_array_at(map, stsx_slot(hash, room));
	struct stsx_element *element = slot ? stsx_alike(map, slot->head, hash) : 0;

	if (!element || stsx_same_key(element + 1, key, size))
		return element;
	element = stsx_alike(map, element->chain, hash);
	if (!element || stsx_same_key(element + 1, key, size))
		return element;
	__sync_fetch_and_add(&stsx_state.state.lost_elements, 1);
	return 0;
}

/* The element, NULL where it is missing. */
STSX_INLINE void *stsx_find(void *map, __u32 room, const void *key, __u32 size)
{
	return stsx_find_hashed(map, room, key, size, stsx_array_hash(key, size));
}

/* Takes an element out of its slot and out of the order, and makes it free. */
STSX_INLINE void stsx_remove(void *map, __u32 room, struct stsx_element *element)
{
	struct stsx_table *table = stsx_array_at(map, 0);
	struct stsx_element *slot = stsx_array_at(map, stsx_slot(element->hash, room));
	struct stsx_element *neighbour;
	__u32 self = element->self;
	__u32 index;

	if (!table || !slot)
		return;
	index = slot->head;
	if (index == self) {
		slot->head = element->chain;
	} else {
#pragma clang loop unroll(disable)
		for (__u64 i = 0; i < STSX_CHAIN; i++) {
			struct stsx_element *before = stsx_array_at(map, index);

			if (!before)
				return;
			index = before->chain;
			if (index == self) {
				before->chain = element->chain;
				break;
			}
		}
	}
	neighbour = element->previous ? stsx_array_at(map, element->previous) : 0;
	if (neighbour)
		neighbour->next = element->next;
	else
		table->first = element->next;
	neighbour = element->next ? stsx_array_at(map, element->next) : 0;
	if (neighbour)
		neighbour->previous = element->previous;
	else
		table->last = element->previous;
	element->next = table->free;
	table->free = self;
	table->count--;
	table->generation++;
}

/* An element that was never used, or is used no more. */
STSX_INLINE struct stsx_element *stsx_free_element(void *map, struct stsx_table *table)
{
	struct stsx_element *element;
	__u32 index = table->free;

	if (index) {
		element = stsx_array_at(map, index);
		if (element)
			table->free = element->next;
		return element;
	}
	index = table->used + 1;
	element = stsx_array_at(map, index);
	if (!element)
		return 0;
	table->used = index;
	element->self = index;
	return element;
}

/* Finds or makes. NULL: it is missing and the array is full. */
STSX_INLINE void *stsx_obtain(void *map, __u32 room, stsx_bool wrap, const void *key, __u32 size, __u32 value_size)
{
	__u32 hash = stsx_array_hash(key, size);
	struct stsx_element *element = stsx_find_hashed(map, room, key, size, hash);
	struct stsx_element *neighbour;
	struct stsx_table *table;

	if (element)
		return element;
	table = stsx_array_at(map, 0);
	if (!table)
		return 0;
	if (table->count >= room) {
		element = wrap ? stsx_array_at(map, table->first) : 0;
		if (!element)
			return 0;
		stsx_remove(map, room, element);
	}
	element = stsx_free_element(map, table);
	neighbour = stsx_array_at(map, stsx_slot(hash, room));
	if (!element || !neighbour)
		return 0;
	element->hash = hash;
	element->chain = neighbour->head;
	neighbour->head = element->self;
	element->next = 0;
	element->previous = table->last;
	neighbour = table->last ? stsx_array_at(map, table->last) : 0;
	if (neighbour)
		neighbour->next = element->self;
	else
		table->first = element->self;
	table->last = element->self;
	table->count++;
	stsx_copy_key(element + 1, key, size);
	stsx_text_clear((char *)(element + 1) + size, value_size);
	return element;
}

#endif
