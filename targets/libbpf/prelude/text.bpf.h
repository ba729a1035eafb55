/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text in buffers of a fixed size, a multiple of 8. Behind the text every byte up to the buffer's end is zero, so that buffers compare
 * and copy word by word and serve as map keys. Sizes are constants.
 */
#ifndef STSX_TEXT_BPF_H
#define STSX_TEXT_BPF_H

/* The compiler's own stores reach so far. */
#define STSX_UNROLLED 512

STSX_INLINE void stsx_text_clear(char *buffer, __u32 size)
{
	if (size <= STSX_UNROLLED)
		__builtin_memset(buffer, 0, size);
	else
		stsx_zero(buffer, size);
}

/* `size` is at least `from_size`. */
STSX_INLINE void stsx_text_copy(char *buffer, __u32 size, const char *from, __u32 from_size)
{
	volatile __u64 *to_words = (volatile __u64 *)buffer;
	const __u64 *from_words = (const __u64 *)from;

	if (size <= STSX_UNROLLED / 4) {
		__builtin_memcpy(buffer, from, from_size);
		if (size > from_size)
			__builtin_memset(buffer + from_size, 0, size - from_size);
		return;
	}
#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < from_size / 8; i++)
		to_words[i] = from_words[i];
	if (size > from_size)
		stsx_zero(buffer + from_size, size - from_size);
}

/* Like strcmp(): by unsigned bytes. The NUL counts, and one of them ends in it before both are through. */
STSX_INLINE __s64 stsx_text_compare(const char *a, __u32 a_size, const char *b, __u32 b_size)
{
	__u32 size = a_size < b_size ? a_size : b_size;

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < size; i++) {
		__u8 left = a[i], right = b[i];

		if (left != right)
			return left < right ? -1 : 1;
		if (left == 0)
			return 0;
	}
	return 0;
}

/*
 * Building text. `at` is where the next byte goes in a zeroed buffer; `limit` is the most bytes that the text may have. `at` lies in
 * memory, so that the verifier does not follow each value that it can have.
 */
STSX_INLINE void stsx_put_byte(char *buffer, __u32 limit, __u64 *at, char byte)
{
	__u64 place = *(volatile __u64 *)at;

	barrier_var(place);
	if (place >= limit)
		return;
	buffer[place] = byte;
	*(volatile __u64 *)at = place + 1;
}

STSX_INLINE void stsx_put_text(char *buffer, __u32 limit, __u64 *at, const char *text, __u32 size)
{
	__u64 first = *(volatile __u64 *)at;
	__u32 i;

#pragma clang loop unroll(disable)
	for (i = 0; i < size; i++) {
		__u64 place = first + i;

		barrier_var(place);
		if (place >= limit || !text[i])
			break;
		buffer[place] = text[i];
	}
	*(volatile __u64 *)at = first + i;
}

/* Behind what the buffer holds. */
STSX_INLINE void stsx_put_behind(__u64 *at, const char *buffer, __u32 size)
{
	__u32 i;

#pragma clang loop unroll(disable)
	for (i = 0; i < size - 1; i++) {
		if (!buffer[i])
			break;
	}
	*(volatile __u64 *)at = i;
}

STSX_INLINE void stsx_put_unsigned(char *buffer, __u32 limit, __u64 *at, __u64 value)
{
	__u64 unit = 10000000000000000000ULL;
	stsx_bool started = false;

#pragma clang loop unroll(disable)
	for (int i = 0; i < 20; i++, unit /= 10) {
		__u64 digit = value / unit;

		value -= digit * unit;
		if (digit)
			started = true;
		if (started || i == 19)
			stsx_put_byte(buffer, limit, at, (char)('0' + digit));
	}
}

STSX_INLINE void stsx_put_decimal(char *buffer, __u32 limit, __u64 *at, __s64 value)
{
	if (value < 0)
		stsx_put_byte(buffer, limit, at, '-');
	stsx_put_unsigned(buffer, limit, at, stsx_magnitude(value));
}

STSX_INLINE void stsx_put_hexadecimal(char *buffer, __u32 limit, __u64 *at, __u64 value)
{
	stsx_bool started = false;

#pragma clang loop unroll(disable)
	for (int i = 60; i >= 0; i -= 4) {
		__u64 digit = value >> i & 15;

		if (digit)
			started = true;
		if (started || i == 0)
			stsx_put_byte(buffer, limit, at, (char)(digit < 10 ? '0' + digit : 'a' - 10 + digit));
	}
}

STSX_INLINE __s64 stsx_text_length(const char *text, __u32 size)
{
	__u32 i;

#pragma clang loop unroll(disable)
	for (i = 0; i < size - 1; i++) {
		if (!text[i])
			break;
	}
	return i;
}

STSX_INLINE long stsx_read_kernel_text(char *buffer, __u32 size, __s64 address)
{
	long length;

	stsx_text_clear(buffer, size);
	length = bpf_probe_read_kernel_str(buffer, size, (const void *)address);
	return length < 0;
}

STSX_INLINE long stsx_read_user_text(char *buffer, __u32 size, __s64 address)
{
	long length;

	stsx_text_clear(buffer, size);
	length = bpf_probe_read_user_str(buffer, size, (const void *)address);
	return length < 0;
}

#endif
