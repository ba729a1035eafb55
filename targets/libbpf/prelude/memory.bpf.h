/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads of memory. Each gives 0, or not 0 if the address could not be read. Members are found by CO-RE relocations: offset, size,
 * bits and sign are the running kernel's, whatever the declaration here says.
 */
#ifndef STSX_MEMORY_BPF_H
#define STSX_MEMORY_BPF_H

#define stsx_member_info(pointer, path, what) __builtin_preserve_field_info((pointer)->path, BPF_FIELD_##what)

/* Address of the member that `path` names in the structure at address `base`; of a bit field, of the number that holds it. */
#define stsx_member_address(type, path, base)                                    \
	({                                                                       \
		const type *struct_ = (const void *)(base);                      \
		(__s64)((__u64)struct_ + stsx_member_info(struct_, path, BYTE_OFFSET)); \
	})

/* The number of a member that is an integer or an enumeration. `space` is kernel or user. */
#define stsx_read_member(value, space, type, path, base)                                                          \
	({                                                                                                        \
		const type *struct_ = (const void *)(base);                                                       \
		const void *address_ = (const void *)struct_ + stsx_member_info(struct_, path, BYTE_OFFSET);      \
		__u32 size_ = stsx_member_info(struct_, path, BYTE_SIZE);                                         \
		__u64 raw_ = 0;                                                                                   \
		long fault_ = bpf_probe_read_##space(stsx_raw_place(&raw_, size_), size_, address_);              \
                                                                                                                  \
		raw_ <<= stsx_member_info(struct_, path, LSHIFT_U64);                                             \
		*(value) = stsx_member_info(struct_, path, SIGNED)                                                \
				   ? (__s64)raw_ >> stsx_member_info(struct_, path, RSHIFT_U64)                   \
				   : (__s64)(raw_ >> stsx_member_info(struct_, path, RSHIFT_U64));                \
		fault_;                                                                                           \
	})

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define stsx_raw_place(raw, size) ((void *)(raw))
#else
#define stsx_raw_place(raw, size) ((void *)(raw) + (8 - (size)))
#endif

/* A number of a fixed C type at an address. */
#define STSX_DEFINE_READ(name, space, type)                                                \
	STSX_INLINE long stsx_read_##space##_##name(__s64 *value, __s64 address)           \
	{                                                                                  \
		type raw = 0;                                                              \
		long fault = bpf_probe_read_##space(&raw, sizeof(raw), (const void *)address); \
                                                                                           \
		*value = (__s64)raw;                                                       \
		return fault;                                                              \
	}

#define STSX_DEFINE_READS(name, type)       \
	STSX_DEFINE_READ(name, kernel, type) \
	STSX_DEFINE_READ(name, user, type)

/* A number of user memory that cannot be read is 0. */
#define STSX_DEFINE_USER_NUMBER(name)                                 \
	STSX_INLINE __s64 stsx_user_##name(__s64 address)             \
	{                                                             \
		__s64 value;                                          \
                                                                      \
		return stsx_read_user_##name(&value, address) ? 0 : value; \
	}

STSX_DEFINE_READS(u8, __u8)
STSX_DEFINE_READS(u16, __u16)
STSX_DEFINE_READS(u32, __u32)
STSX_DEFINE_READS(u64, __u64)
STSX_DEFINE_READS(s8, __s8)
STSX_DEFINE_READS(s16, __s16)
STSX_DEFINE_READS(s32, __s32)
STSX_DEFINE_READS(s64, __s64)

STSX_DEFINE_USER_NUMBER(s8)
STSX_DEFINE_USER_NUMBER(s16)
STSX_DEFINE_USER_NUMBER(s32)
STSX_DEFINE_USER_NUMBER(s64)

#endif
