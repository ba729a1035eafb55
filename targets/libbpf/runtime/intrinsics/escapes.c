// SPDX-License-Identifier: Apache-2.0
/* text_strn(): text with backslash escapes for what cannot be printed. */
#include <string.h>

#include "../api/intrinsics.h"

/* The escape of a byte: its length, 1 to 4. */
static size_t escape(char *text, unsigned char byte)
{
	static const char named[] = "\aa\bb\tt\nn\vv\ff\rr\"\"\\\\";

	for (size_t i = 0; named[i]; i += 2) {
		if ((unsigned char)named[i] == byte) {
			text[0] = '\\';
			text[1] = named[i + 1];
			return 2;
		}
	}
	if (byte >= ' ' && byte <= '~') {
		text[0] = (char)byte;
		return 1;
	}
	text[0] = '\\';
	text[1] = (char)('0' + (byte >> 6));
	text[2] = (char)('0' + (byte >> 3 & 7));
	text[3] = (char)('0' + (byte & 7));
	return 4;
}

/* Unquoted text is cut between escapes. */
static const char *escape_plain(char *result, const char *text, size_t limit)
{
	size_t used = 0;

	for (; *text; text++) {
		char bytes[4];
		size_t length = escape(bytes, (unsigned char)*text);

		if (used + length > limit)
			break;
		memcpy(result + used, bytes, length);
		used += length;
	}
	result[used] = '\0';
	return result;
}

/* Quoted text that does not fit between its quotes is cut so that "..." fits behind the closing one. */
static const char *escape_quoted(char *result, const char *text, size_t limit)
{
	size_t kept = limit > 5 ? limit - 5 : 0;
	size_t used = 1;
	size_t whole = 0;

	result[0] = '"';
	for (; *text; text++) {
		char bytes[4];
		size_t length = escape(bytes, (unsigned char)*text);

		for (size_t i = 0; i < length; i++, whole++) {
			/* Up to `limit` bytes of it are written, in case all fits. */
			if (used < limit)
				result[used++] = bytes[i];
		}
	}
	if (whole + 2 <= limit) {
		strcpy(result + whole + 1, "\"");
		return result;
	}
	strcpy(result + kept + 1, "\"...");
	return result;
}

const char *stsx_fn_text_strn(STSX_FN, const char *text, int64_t length, int64_t quoted)
{
	size_t limit = c->string_size - 1;
	char *result = stsx_allocate(c, c->string_size + 8);

	(void)site;
	if (length > 0 && (size_t)length < limit)
		limit = (size_t)length;
	return quoted ? escape_quoted(result, text, limit) : escape_plain(result, text, limit);
}
