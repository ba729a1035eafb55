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
	if (size <= STSX_UNROLLED) {
		__builtin_memset(buffer, 0, size);
		/* Lest the compiler join it with the buffer beside, and then not reach. */
		barrier();
	} else {
		stsx_zero(buffer, size);
	}
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
	for (__u64 i = 0; i < from_size / 8; i++)
		to_words[i] = from_words[i];
	if (size > from_size)
		stsx_zero(buffer + from_size, size - from_size);
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define stsx_text_order(word) __builtin_bswap64(word)
#else
#define stsx_text_order(word) (word)
#endif

/* Like strcmp(): by unsigned bytes. What is behind a shorter buffer counts as zeroes. */
STSX_INLINE __s64 stsx_text_compare(const char *a, __u32 a_size, const char *b, __u32 b_size)
{
	const __u64 *a_words = (const __u64 *)a, *b_words = (const __u64 *)b;

#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < (a_size > b_size ? a_size : b_size) / 8; i++) {
		__u64 left = i < a_size / 8 ? a_words[i] : 0, right = i < b_size / 8 ? b_words[i] : 0;

		if (left != right)
			return stsx_text_order(left) < stsx_text_order(right) ? -1 : 1;
	}
	return 0;
}

/*
 * Building text: part by part into a zeroed buffer of a power of two, `mask` + 1 bytes, which has room for all that a part writes behind the
 * most that the text may have, `limit`. `at` is where the next byte goes; it lies in memory, so that the verifier does not follow each
 * value that it can have. The loops have no branches of their own, of which the verifier would keep all.
 */
STSX_INLINE void stsx_put_end(__u32 limit, __u64 *at, __u64 place)
{
	*(volatile __u64 *)at = place < limit ? place : limit;
}

STSX_INLINE void stsx_put_text(char *buffer, __u32 mask, __u32 limit, __u64 *at, const char *text, __u32 size)
{
	__u64 first = *(volatile __u64 *)at;
	__u64 length = 0;

#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < size; i++) {
		__u64 byte = *(volatile const __u8 *)&text[i];

		((volatile char *)buffer)[(first + i) & mask] = (char)byte;
		/* Behind the text all is zero. */
		length += (0 - byte) >> 63;
	}
	stsx_put_end(limit, at, first + length);
}

STSX_INLINE void stsx_put_unsigned(char *buffer, __u32 mask, __u32 limit, __u64 *at, __u64 value)
{
	__u64 place = *(volatile __u64 *)at;
	__u64 unit = 10000000000000000000ULL;
	__u64 started = 0;

#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < 20; i++, unit /= 10) {
		__u64 digit = value / unit;

		value -= digit * unit;
		started |= (0 - digit) >> 63;
		((volatile char *)buffer)[place & mask] = (char)('0' + digit);
		/* A leading zero is written over. */
		place += started | (__u64)(i == 19);
	}
	stsx_put_end(limit, at, place);
}

STSX_INLINE void stsx_put_decimal(char *buffer, __u32 mask, __u32 limit, __u64 *at, __s64 value)
{
	__u64 place = *(volatile __u64 *)at;

	((volatile char *)buffer)[place & mask] = '-';
	*(volatile __u64 *)at = place + ((__u64)value >> 63);
	stsx_put_unsigned(buffer, mask, limit, at, stsx_magnitude(value));
}

STSX_INLINE void stsx_put_hexadecimal(char *buffer, __u32 mask, __u32 limit, __u64 *at, __u64 value)
{
	__u64 place = *(volatile __u64 *)at;
	__u64 started = 0;

#pragma clang loop unroll(disable)
	for (int i = 60; i >= 0; i -= 4) {
		__u64 digit = value >> i & 15;

		started |= (0 - digit) >> 63;
		/* From 'a' on for 10 and more. */
		((volatile char *)buffer)[place & mask] = (char)('0' + digit + ((9 - digit) >> 63) * ('a' - '0' - 10));
		place += started | (__u64)(i == 0);
	}
	stsx_put_end(limit, at, place);
}

/* The text that was built, cut to `limit`, into a buffer whose size is that of the longest text. */
STSX_INLINE void stsx_take_built(char *to, __u32 size, const char *buffer, __u32 limit)
{
	stsx_text_copy(to, size, buffer, size);
	for (__u64 i = limit; i < size; i++)
		to[i] = 0;
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
