/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stacks as texts, so that they are captured and copied like any other: each number takes ten bytes, its lowest seven bits first, with
 * the highest bit of every byte set, so that none is NUL.
 */
#ifndef STSX_STACK_BPF_H
#define STSX_STACK_BPF_H

#define STSX_PACKED 10
/* The kernel itself walks no further. */
#define STSX_MOST_FRAMES 127
/* As many as fit in a text of the usual size, with three numbers each. */
#define STSX_MOST_PLACES 17

struct stsx_frames {
	__u64 addresses[STSX_MOST_FRAMES + 1];
};

struct stsx_places {
	__u64 addresses[STSX_MOST_PLACES];
	struct bpf_stack_build_id places[STSX_MOST_PLACES];
};

STSX_INLINE void stsx_pack(char *to, __u64 value)
{
#pragma clang loop unroll(full)
	for (__u64 i = 0; i < STSX_PACKED; i++)
		to[i] = (char)(0x80 | (value >> 7 * i & 0x7f));
}

/* `second` is put behind the first frame where the walk has left it out; 0: nothing is. */
STSX_INLINE void stsx_pack_stack(char *buffer, __u32 size, struct stsx_frames *frames, void *ctx, __u64 flags,
				 __u64 second)
{
	__u32 most = (size - 1) / STSX_PACKED < STSX_MOST_FRAMES ? (size - 1) / STSX_PACKED : STSX_MOST_FRAMES;
	long got = bpf_get_stack(ctx, frames->addresses, most * sizeof(__u64), flags);
	__u32 count = got > 0 ? (__u32)got / sizeof(__u64) : 0;
	__u32 to = 0;

	stsx_text_clear(buffer, size);
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < most; i++) {
		/* A frame without a place ends the stack. */
		if (i >= count || to >= most || !frames->addresses[i])
			break;
		if (i == 1 && second && frames->addresses[1] != second) {
			stsx_pack(buffer + STSX_PACKED * to, second);
			if (++to >= most)
				break;
		}
		stsx_pack(buffer + STSX_PACKED * to, frames->addresses[i]);
		to++;
	}
}

STSX_INLINE void stsx_kernel_stack(char *buffer, __u32 size, struct stsx_frames *frames, void *ctx)
{
	stsx_pack_stack(buffer, size, frames, ctx, 0, 0);
}

STSX_INLINE void stsx_user_stack(char *buffer, __u32 size, struct stsx_frames *frames, void *ctx)
{
	stsx_pack_stack(buffer, size, frames, ctx, BPF_F_USER_STACK, 0);
}

/* At its first instruction a function has no frame yet: kernels before 6.11 pass over its caller. */
#define stsx_user_stack_at_entry(buffer, size, frames, ctx)                                          \
	({                                                                                           \
		__u64 caller_ = stsx_return_address((const struct pt_regs *)(ctx));                  \
                                                                                                     \
		stsx_pack_stack(buffer, size, frames, ctx, BPF_F_USER_STACK, caller_);               \
	})

/* Of the frames of the program's stack: address, start of the build id of the file it is in, and the place in that file. */
STSX_INLINE void stsx_user_places(char *buffer, __u32 size, struct stsx_places *found, void *ctx)
{
	__u32 most = (size - 1) / (3 * STSX_PACKED) < STSX_MOST_PLACES ? (size - 1) / (3 * STSX_PACKED) : STSX_MOST_PLACES;
	long got = bpf_get_stack(ctx, found->addresses, most * sizeof(__u64), BPF_F_USER_STACK);
	__u32 count = got > 0 ? (__u32)got / sizeof(__u64) : 0;

	stsx_text_clear(buffer, size);
	got = bpf_get_stack(ctx, found->places, most * sizeof(struct bpf_stack_build_id),
			    BPF_F_USER_STACK | BPF_F_USER_BUILD_ID);
	if (got < 0)
		return;
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < most; i++) {
		struct bpf_stack_build_id *place = &found->places[i];

		if (i >= count || !found->addresses[i] || place->status == BPF_STACK_BUILD_ID_EMPTY)
			break;
		stsx_pack(buffer + 3 * STSX_PACKED * i, found->addresses[i]);
		if (place->status == BPF_STACK_BUILD_ID_VALID) {
			stsx_pack(buffer + 3 * STSX_PACKED * i + STSX_PACKED, *(__u64 *)place->build_id);
			stsx_pack(buffer + 3 * STSX_PACKED * i + 2 * STSX_PACKED, place->offset);
		} else {
			stsx_pack(buffer + 3 * STSX_PACKED * i + STSX_PACKED, 0);
			stsx_pack(buffer + 3 * STSX_PACKED * i + 2 * STSX_PACKED, 0);
		}
	}
}

#endif
