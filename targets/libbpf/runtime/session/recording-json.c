// SPDX-License-Identifier: Apache-2.0
#include "recording-json.h"

#include <stdlib.h>
#include <string.h>

/* From here on a double does not hold every integer. */
#define EXACT ((int64_t)1 << 53)
/* Nothing in a recording nests deeper, by far. */
#define DEEPEST 64

static void skip_blanks(const char **at)
{
	while (**at == ' ' || **at == '\t' || **at == '\r')
		++*at;
}

bool stsx_json_char(const char **at, char expected)
{
	skip_blanks(at);
	if (**at != expected)
		return false;
	++*at;
	skip_blanks(at);
	return true;
}

/* ---------------------------------------------------------------- numbers */

/* Moves over digits, at least one. */
static bool skip_digits(const char **at)
{
	const char *const start = *at;

	while (**at >= '0' && **at <= '9')
		++*at;
	return *at > start;
}

/* `whole`: it has neither a fraction nor an exponent. */
static bool skip_number(const char **at, bool *whole)
{
	if (**at == '-')
		++*at;
	if (**at == '0')
		++*at;
	else if (!skip_digits(at))
		return false;
	*whole = true;
	if (**at == '.') {
		++*at;
		*whole = false;
		if (!skip_digits(at))
			return false;
	}
	if (**at != 'e' && **at != 'E')
		return true;
	++*at;
	*whole = false;
	if (**at == '+' || **at == '-')
		++*at;
	return skip_digits(at);
}

/* All of `text`: a sign and at most 20 digits. */
static bool to_long(const char *text, size_t length, int64_t *value)
{
	const bool negative = length > 0 && *text == '-';
	uint64_t number = 0;

	if (length <= negative || length > 20u + negative)
		return false;
	for (size_t i = negative; i < length; i++) {
		uint64_t digit = (uint64_t)text[i] - '0';

		if (digit > 9 || number > (UINT64_MAX - digit) / 10)
			return false;
		number = 10 * number + digit;
	}
	if (number > (uint64_t)INT64_MAX + negative)
		return false;
	*value = (int64_t)(negative ? 0 - number : number);
	return true;
}

static bool plain_long(const char **at, int64_t *value)
{
	const char *const start = *at;
	double number;
	bool whole;

	if (!skip_number(at, &whole))
		return false;
	if (whole)
		return to_long(start, (size_t)(*at - start), value) && *value > -EXACT && *value < EXACT;
	number = strtod(start, NULL);
	if (!(number > -(double)EXACT && number < (double)EXACT))
		return false;
	*value = (int64_t)number;
	return (double)*value == number;
}

bool stsx_json_long(const char **at, int64_t *value)
{
	char digits[24];
	size_t length;

	skip_blanks(at);
	if (**at != '"')
		return plain_long(at, value);
	return stsx_json_string(at, digits, sizeof(digits), &length) && length < sizeof(digits) &&
	       to_long(digits, length, value);
}

bool stsx_json_count(const char **at, int64_t *value)
{
	skip_blanks(at);
	return plain_long(at, value) && *value >= 0;
}

/* ---------------------------------------------------------------- text */

static int hexadecimal(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit |= 0x20;
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* The character behind a backslash; -1: there is none. */
static int unescape(const char **at)
{
	static const char names[] = "\"\\/bfnrt";
	static const char bytes[] = "\"\\/\b\f\n\r\t";
	const char *known = **at ? strchr(names, **at) : NULL;
	int value = 0;

	if (known) {
		++*at;
		return bytes[known - names];
	}
	if (**at != 'u')
		return -1;
	++*at;
	for (int i = 0; i < 4; i++, ++*at) {
		int digit = hexadecimal(**at);

		if (digit < 0)
			return -1;
		value = 16 * value + digit;
	}
	return value;
}

#define CLOSING_QUOTE -2

/* The next character of a text, or its end; -1: what stands there is none. */
static int next_character(const char **at)
{
	const unsigned char byte = (unsigned char)**at;

	if (byte < 0x20)
		return -1;
	++*at;
	if (byte == '"')
		return CLOSING_QUOTE;
	return byte == '\\' ? unescape(at) : byte;
}

bool stsx_json_string(const char **at, char *text, size_t size, size_t *length)
{
	size_t used = 0;
	int character;

	skip_blanks(at);
	if (**at != '"')
		return false;
	++*at;
	for (; (character = next_character(at)) >= 0; used++) {
		if (character == 0 || character > 255)
			return false;
		if (used + 1 < size)
			text[used] = (char)character;
	}
	if (character != CLOSING_QUOTE)
		return false;
	if (size)
		text[used < size ? used : size - 1] = '\0';
	if (length)
		*length = used;
	return true;
}

static bool skip_string(const char **at)
{
	int character;

	if (**at != '"')
		return false;
	++*at;
	do {
		character = next_character(at);
	} while (character >= 0);
	return character == CLOSING_QUOTE;
}

/* ---------------------------------------------------------------- any value */

static bool skip_value(const char **at, unsigned int depth);

static bool skip_word(const char **at, const char *word)
{
	const size_t length = strlen(word);

	if (strncmp(*at, word, length) != 0)
		return false;
	*at += length;
	return true;
}

static bool skip_list(const char **at, unsigned int depth)
{
	++*at;
	if (stsx_json_char(at, ']'))
		return true;
	do {
		if (!skip_value(at, depth))
			return false;
	} while (stsx_json_char(at, ','));
	return stsx_json_char(at, ']');
}

static bool skip_object(const char **at, unsigned int depth)
{
	++*at;
	if (stsx_json_char(at, '}'))
		return true;
	do {
		if (!skip_string(at) || !stsx_json_char(at, ':') || !skip_value(at, depth))
			return false;
	} while (stsx_json_char(at, ','));
	return stsx_json_char(at, '}');
}

static bool skip_value(const char **at, unsigned int depth)
{
	bool whole;

	if (depth == 0)
		return false;
	switch (**at) {
	case '"':
		return skip_string(at);
	case '[':
		return skip_list(at, depth - 1);
	case '{':
		return skip_object(at, depth - 1);
	case 't':
		return skip_word(at, "true");
	case 'f':
		return skip_word(at, "false");
	case 'n':
		return skip_word(at, "null");
	default:
		return skip_number(at, &whole);
	}
}

bool stsx_json_skip(const char **at)
{
	skip_blanks(at);
	if (!skip_value(at, DEEPEST))
		return false;
	skip_blanks(at);
	return true;
}

bool stsx_json_members(const char *at, const char *const *names, const char **values, size_t count)
{
	bool known = true;
	char name[64];

	if (!stsx_json_char(&at, '{') || stsx_json_char(&at, '}'))
		return true;
	do {
		const char *const start = at;
		size_t place = 0;

		if (!stsx_json_string(&at, name, sizeof(name), NULL)) {
			name[0] = '\0';
			at = start;
			skip_string(&at);
		}
		stsx_json_char(&at, ':');
		while (place < count && strcmp(name, names[place]) != 0)
			place++;
		if (place < count)
			values[place] = at;
		else
			known = false;
		stsx_json_skip(&at);
	} while (stsx_json_char(&at, ','));
	return known;
}
