// SPDX-License-Identifier: Apache-2.0
/* memory.stp, and %m: memory that no kernel handler captured. */
#include <string.h>

#include "../api/format.h"
#include "../api/intrinsics.h"
#include "../api/note.h"
#include "../api/record.h"
#include "../api/string.h"
#include "../format/number.h"
#include "../format/sink.h"
#include "../symbols/read-memory.h"

/* %m and %M read no more than a page. */
#define MOST_BYTES 4096

static bool read_kernel(struct stsx_context *c, const struct stsx_site *site, int64_t address, void *to, size_t size)
{
	if (stsx_read_kernel_memory((uint64_t)address, to, size))
		return true;
	stsx_raise_fault(c, (uint64_t)address, site);
	return false;
}

static bool read_user(struct stsx_context *c, const struct stsx_site *site, int64_t address, void *to, size_t size)
{
	if (stsx_read_user_memory(stsx_fn_pid(c, site), (uint64_t)address, to, size))
		return true;
	stsx_raise_fault(c, (uint64_t)address, site);
	return false;
}

/* A text is read in pieces that end at multiples of their size, so that none reaches into a page that the text does not. */
static const char *read_text(STSX_FN, int64_t address,
			     bool (*read)(struct stsx_context *c, const struct stsx_site *site, int64_t address,
					  void *to, size_t size))
{
	enum { PIECE = 64 };
	char *text = stsx_string_buffer(c);
	size_t used = 0;

	while (used < c->string_size - 1) {
		size_t size = PIECE - (((uint64_t)address + used) & (PIECE - 1));

		if (size > c->string_size - 1 - used)
			size = c->string_size - 1 - used;
		if (!read(c, site, address + (int64_t)used, text + used, size)) {
			text[0] = '\0';
			return text;
		}
		if (memchr(text + used, '\0', size))
			return text;
		used += size;
	}
	text[used] = '\0';
	return text;
}

const char *stsx_fn_kernel_string(STSX_FN, int64_t address)
{
	return read_text(c, site, address, read_kernel);
}

const char *stsx_fn_user_string(STSX_FN, int64_t address)
{
	return read_text(c, site, address, read_user);
}

#define KERNEL_READER(NAME, TYPE)                                       \
	int64_t stsx_fn_##NAME(STSX_FN, int64_t address)                \
	{                                                               \
		TYPE value = 0;                                         \
                                                                        \
		read_kernel(c, site, address, &value, sizeof(value));   \
		return (int64_t)value;                                  \
	}

/* 0 where nothing can be read: uconversions, section 3stap. */
#define USER_READER(NAME, TYPE)                                                                           \
	int64_t stsx_fn_##NAME(STSX_FN, int64_t address)                                                  \
	{                                                                                                 \
		TYPE value = 0;                                                                           \
                                                                                                          \
		if (!stsx_read_user_memory(stsx_fn_pid(c, site), (uint64_t)address, &value, sizeof(value))) \
			return 0;                                                                         \
		return (int64_t)value;                                                                    \
	}

KERNEL_READER(kernel_char, int8_t)
KERNEL_READER(kernel_short, int16_t)
KERNEL_READER(kernel_int, int32_t)
KERNEL_READER(kernel_long, int64_t)
KERNEL_READER(kernel_pointer, int64_t)
USER_READER(user_char, int8_t)
USER_READER(user_short, int16_t)
USER_READER(user_int, int32_t)
USER_READER(user_long, int64_t)

static void put_padded(struct stsx_sink *sink, const struct stsx_conversion *conversion, const char *bytes, size_t length)
{
	size_t blanks = conversion->width > 0 && (size_t)conversion->width > length ? (size_t)conversion->width - length : 0;

	if (!(conversion->flags & STSX_FLAG_MINUS))
		stsx_sink_fill(sink, ' ', blanks);
	stsx_sink_bytes(sink, bytes, length);
	if (conversion->flags & STSX_FLAG_MINUS)
		stsx_sink_fill(sink, ' ', blanks);
}

void stsx_put_memory(struct stsx_context *c, struct stsx_conversion conversion, int64_t address,
		     const struct stsx_site *site)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[MOST_BYTES];
	char hexadecimal[2 * MOST_BYTES + 1];
	size_t size = conversion.precision < 0 ? 1 : (size_t)conversion.precision;
	bool done;

	if (size > MOST_BYTES) {
		stsx_raise_fault(c, (uint64_t)address, site);
		return;
	}
	/* Nothing is read at `%.0m`, so nothing can be missing there. */
	done = size == 0 || (conversion.flags & STSX_FLAG_SPECIAL ? read_user(c, site, address, bytes, size) :
								     read_kernel(c, site, address, bytes, size));
	for (size_t i = 0; done && i < size; i++) {
		hexadecimal[2 * i] = digits[bytes[i] >> 4];
		hexadecimal[2 * i + 1] = digits[bytes[i] & 15];
	}
	hexadecimal[2 * size] = '\0';
	if (size > 0)
		stsx_note_string(c, "memory", hexadecimal);
	if (!done)
		return;
	if (conversion.conversion == 'm') {
		put_padded(c->sink, &conversion, (const char *)bytes, size);
		return;
	}
	put_padded(c->sink, &conversion, hexadecimal, 2 * size);
}
