// SPDX-License-Identifier: Apache-2.0
/* strings.stp, tokenize.stp and byte-order.stp. */
#include <arpa/inet.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "../api/intrinsics.h"
#include "../api/string.h"
#include "../core/memory.h"
#include "../session/session.h"

int64_t stsx_fn_strlen(STSX_FN, const char *s)
{
	(void)site;
	return (int64_t)strnlen(s, c->string_size - 1);
}

const char *stsx_fn_substr(STSX_FN, const char *text, int64_t start, int64_t length)
{
	int64_t have = (int64_t)strnlen(text, c->string_size - 1);
	char *part;

	(void)site;
	if (start < 0 || length < 0 || start >= have)
		return "";
	if (length > have - start)
		length = have - start;
	part = stsx_allocate(c, (size_t)length + 1);
	memcpy(part, text + start, (size_t)length);
	part[length] = '\0';
	return part;
}

int64_t stsx_fn_stringat(STSX_FN, const char *text, int64_t position)
{
	if (position < 0 || position >= (int64_t)strnlen(text, c->string_size - 1)) {
		stsx_raise(c, site, "Position out of bounds");
		return 0;
	}
	return (unsigned char)text[position];
}

int64_t stsx_fn_strpos(STSX_FN, const char *text, const char *searched)
{
	const char *found = strstr(text, searched);

	(void)c;
	(void)site;
	return found ? found - text : -1;
}

const char *stsx_fn_str_replace(STSX_FN, const char *text, const char *searched, const char *replacement)
{
	size_t searched_length = strlen(searched);
	size_t replacement_length = strlen(replacement);
	size_t limit = c->string_size - 1;
	size_t used = 0;
	char *result;

	(void)site;
	if (!searched_length)
		return stsx_string_copy(c, text);
	result = stsx_string_buffer(c);
	while (*text && used < limit) {
		const char *found = strstr(text, searched);
		size_t before = found ? (size_t)(found - text) : strlen(text);

		if (before > limit - used)
			before = limit - used;
		memcpy(result + used, text, before);
		used += before;
		if (!found)
			break;
		text = found + searched_length;
		before = replacement_length < limit - used ? replacement_length : limit - used;
		memcpy(result + used, replacement, before);
		used += before;
	}
	result[used] = '\0';
	return result;
}

static int digit_value(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	return 16;
}

/*
 * As the kernel's own parser: no blanks, no plus sign, hexadecimal digits at most whatever the base, and what is beyond
 * 64 bits becomes the largest number of 64 bits.
 */
int64_t stsx_fn_strtol(STSX_FN, const char *text, int64_t base)
{
	bool negative = *text == '-';
	bool prefixed;
	uint64_t value = 0;

	(void)c;
	(void)site;
	text += negative;
	prefixed = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	if (base == 0)
		base = prefixed && digit_value(text[2]) < 16 ? 16 : text[0] == '0' ? 8 : 10;
	if (base == 16 && prefixed)
		text += 2;
	for (; digit_value(*text) < 16 && digit_value(*text) < base; text++) {
		if (__builtin_mul_overflow(value, (uint64_t)base, &value) ||
		    __builtin_add_overflow(value, (uint64_t)digit_value(*text), &value))
			value = UINT64_MAX;
	}
	return (int64_t)(negative ? 0 - value : value);
}

/* A token ends at a delimiter, which goes with it; what is behind is kept for the next call. */
const char *stsx_fn_tokenize(STSX_FN, const char *input, const char *delimiters)
{
	struct stsx_session *session = c->session;
	size_t length;
	char *token;

	(void)site;
	if (*input) {
		if (!session->tokens)
			session->tokens = stsx_malloc(c->string_size);
		stsx_string_set(c, session->tokens, input);
		session->token_at = session->tokens;
	}
	if (!session->token_at)
		return "";
	session->token_at += strspn(session->token_at, delimiters);
	length = strcspn(session->token_at, delimiters);
	token = stsx_allocate(c, length + 1);
	memcpy(token, session->token_at, length);
	token[length] = '\0';
	session->token_at += length;
	if (*session->token_at)
		session->token_at++;
	return token;
}

int64_t stsx_fn_htonll(STSX_FN, int64_t x)
{
	(void)c;
	(void)site;
	return (int64_t)htobe64((uint64_t)x);
}
