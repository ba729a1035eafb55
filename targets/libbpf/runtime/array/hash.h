/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes of keys: multiply and fold, good in all bits, so that slots are its lowest. */
#ifndef STSX_ARRAY_HASH_H
#define STSX_ARRAY_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t stsx_hash_long(uint64_t hash, uint64_t value)
{
	__uint128_t product = (__uint128_t)(hash ^ value ^ 0x9e3779b97f4a7c15ull) * 0xd6e8feb86659fd93ull;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t stsx_hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
	size_t rest = length;
	uint64_t word;

	for (; rest >= sizeof(word); rest -= sizeof(word), bytes += sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		hash = stsx_hash_long(hash, word);
	}
	word = 0;
	memcpy(&word, bytes, rest);
	/* The length goes in, so that two keys "a", "bc" differ from "ab", "c". */
	return stsx_hash_long(stsx_hash_long(hash, word), length);
}

#endif
