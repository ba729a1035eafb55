/* SPDX-License-Identifier: Apache-2.0 */
/* Text of a recording while it is written: a buffer that grows, and values as JSON. */
#ifndef STSX_SESSION_RECORD_TEXT_H
#define STSX_SESSION_RECORD_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct stsx_record_text {
	char *bytes;
	size_t used;
	size_t size;
};

void stsx_text_bytes(struct stsx_record_text *text, const char *bytes, size_t length);
/* A text literal. */
#define stsx_text_literal(text, literal) stsx_text_bytes(text, literal, sizeof(literal) - 1)
/* Exact in JavaScript up to 2^53 as a number, beyond as a string of its digits. */
void stsx_text_long(struct stsx_record_text *text, int64_t value);
void stsx_text_string(struct stsx_record_text *text, const char *value);

#endif
