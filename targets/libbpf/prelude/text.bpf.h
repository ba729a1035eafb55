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
