// SPDX-License-Identifier: Apache-2.0
#include "record-text.h"

#include <stdbool.h>
#include <string.h>

#include "../core/memory.h"

#define EXACT ((int64_t)1 << 53)

static char *room(struct stsx_record_text *text, size_t length)
{
	if (text->size - text->used < length) {
		text->size = 2 * text->size + length;
		text->bytes = stsx_realloc(text->bytes, text->size);
	}
	return text->bytes + text->used;
}

void stsx_text_bytes(struct stsx_record_text *text, const char *bytes, size_t length)
{
	memcpy(room(text, length), bytes, length);
	text->used += length;
}

void stsx_text_long(struct stsx_record_text *text, int64_t value)
{
	char digits[24];
	char *at = digits + sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	const bool quoted = value >= EXACT || value <= -EXACT;

	if (quoted)
		*--at = '"';
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (value < 0)
		*--at = '-';
	if (quoted)
		*--at = '"';
	stsx_text_bytes(text, at, (size_t)(digits + sizeof(digits) - at));
}

/* Bytes are characters 0 to 255, so that the file is plain ASCII and every byte is kept. */
void stsx_text_string(struct stsx_record_text *text, const char *value)
{
	static const char hexadecimal[] = "0123456789abcdef";
	char *at = room(text, 6 * strlen(value) + 2);
	char *const start = at;

	*at++ = '"';
	for (const unsigned char *byte = (const unsigned char *)value; *byte; byte++) {
		if (*byte == '"' || *byte == '\\') {
			*at++ = '\\';
			*at++ = (char)*byte;
		} else if (*byte >= 0x20 && *byte < 0x7f) {
			*at++ = (char)*byte;
		} else {
			memcpy(at, "\\u00", 4);
			at[4] = hexadecimal[*byte >> 4];
			at[5] = hexadecimal[*byte & 15];
			at += 6;
		}
	}
	*at++ = '"';
	text->used += (size_t)(at - start);
}
