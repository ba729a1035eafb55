/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as the kernel half packs them into texts: ten bytes each, the lowest seven bits first, no byte of them NUL. */
#ifndef STSX_SYMBOLS_PACKED_H
#define STSX_SYMBOLS_PACKED_H

#include <stdbool.h>
#include <stdint.h>

#define STSX_PACKED 10

/* Takes the number at `*text` and goes on behind it. False: the text ends there. */
static inline bool stsx_unpack(const char **text, uint64_t *value)
{
	*value = 0;
	for (int i = 0; i < STSX_PACKED; i++) {
		unsigned char byte = (unsigned char)(*text)[i];

		if (byte == '\0')
			return false;
		*value |= (uint64_t)(byte & 0x7f) << 7 * i;
	}
	*text += STSX_PACKED;
	return true;
}

#endif
