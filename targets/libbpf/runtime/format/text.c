// SPDX-License-Identifier: Apache-2.0
/* Literal text and %s. */
#include <string.h>

#include "../api/format.h"
#include "sink.h"

void stsx_put_text(struct stsx_context *c, const char *text, size_t length)
{
	stsx_sink_bytes(c->sink, text, length);
}

void stsx_put_string(struct stsx_context *c, const char *value)
{
	stsx_sink_bytes(c->sink, value, strlen(value));
}

void stsx_put_string_wide(struct stsx_context *c, struct stsx_conversion conversion, const char *value)
{
	size_t length = conversion.precision >= 0 ? strnlen(value, (size_t)conversion.precision) : strlen(value);
	size_t blanks = 0;

	if (conversion.width > 0 && (size_t)conversion.width > length)
		blanks = (size_t)conversion.width - length;
	if (!(conversion.flags & STSX_FLAG_MINUS))
		stsx_sink_fill(c->sink, ' ', blanks);
	stsx_sink_bytes(c->sink, value, length);
	if (conversion.flags & STSX_FLAG_MINUS)
		stsx_sink_fill(c->sink, ' ', blanks);
	/* The zero flag fills nothing here: it writes the string's NUL too, as SystemTap 5.6 does. */
	if (conversion.flags & STSX_FLAG_ZERO)
		stsx_sink_fill(c->sink, '\0', 1);
}
