/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes of text in keys; of numbers: stsx_hash_word() of stsx_shared.h. */
#ifndef STSX_ARRAY_HASH_H
#define STSX_ARRAY_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../api/types.h"

/* Where hashes start: random while a kernel half runs, so that nobody can choose keys that meet in one slot. */
extern uint64_t stsx_hash_seed;

/* Words of 8 bytes, the last with the NUL; or, as text that is kept in place, all `size` bytes with the zeroes. */
static inline uint64_t stsx_hash_text(uint64_t hash, const char *text, size_t length, size_t size)
{
	size_t rest = length;
	size_t words = length / sizeof(uint64_t) + 1;
	uint64_t word;

	for (; rest >= sizeof(word); rest -= sizeof(word), text += sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		hash = stsx_hash_word(hash, word);
	}
	word = 0;
	memcpy(&word, text, rest);
	hash = stsx_hash_word(hash, word);
	for (; words < size / sizeof(word); words++)
		hash = stsx_hash_word(hash, 0);
	return hash;
}

#endif
