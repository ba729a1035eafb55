/* SPDX-License-Identifier: Apache-2.0 */
/* Command line and environment of the process that the event happened in, and sets of bits. */
#ifndef STSX_PROCESS_BPF_H
#define STSX_PROCESS_BPF_H

/* Stands between the arguments in place of the NUL: no byte of UTF-8 is this. */
#define STSX_ARGUMENT_END 0xff
#define STSX_MOST_VARIABLES 256
#define STSX_VARIABLE_SIZE 512
#define STSX_MOST_BIT_WORDS 1024

struct mm_struct___stsx {
	unsigned long arg_start, arg_end, env_start, env_end;
} __attribute__((preserve_access_index));

struct task_struct___mm {
	struct mm_struct___stsx *mm;
} __attribute__((preserve_access_index));

STSX_INLINE struct mm_struct___stsx *stsx_memory_of_task(void)
{
	return BPF_CORE_READ((struct task_struct___mm *)bpf_get_current_task(), mm);
}

/* The arguments, each with STSX_ARGUMENT_END behind it; "" where there are none, or where they are not in memory. */
STSX_INLINE void stsx_command_line(char *buffer, __u32 size)
{
	struct mm_struct___stsx *mm = stsx_memory_of_task();
	__u64 start = 0, length = 0;

	stsx_text_clear(buffer, size);
	if (mm) {
		start = BPF_CORE_READ(mm, arg_start);
		length = BPF_CORE_READ(mm, arg_end) - start;
	}
	if (length > size - 1)
		length = size - 1;
	barrier_var(length);
	if (length == 0 || length > size - 1 || bpf_probe_read_user(buffer, length, (const void *)start))
		return;
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < size - 1; i++) {
		if (i >= length)
			break;
		if (buffer[i] == '\0')
			buffer[i] = (char)STSX_ARGUMENT_END;
	}
}

struct stsx_variable {
	char text[STSX_VARIABLE_SIZE];
};

/* The length of "NAME=" if `variable` begins so, else 0. */
STSX_INLINE __u32 stsx_names(const char *variable, const char *name, __u32 name_size)
{
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < name_size && i < STSX_VARIABLE_SIZE - 1; i++) {
		if (name[i] == '\0')
			return variable[i] == '=' ? i + 1 : 0;
		if (name[i] != variable[i])
			return 0;
	}
	return 0;
}

/* The value of an environment variable; "" where it is not set, or lies in no memory. */
STSX_INLINE void stsx_environment_variable(char *buffer, __u32 size, struct stsx_variable *variable, const char *name,
					   __u32 name_size)
{
	struct mm_struct___stsx *mm = stsx_memory_of_task();
	__u64 at, end;
	stsx_bool is_start = 1;

	stsx_text_clear(buffer, size);
	if (!mm)
		return;
	at = BPF_CORE_READ(mm, env_start);
	end = BPF_CORE_READ(mm, env_end);
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < STSX_MOST_VARIABLES && at < end; i++) {
		long length = bpf_probe_read_user_str(variable->text, STSX_VARIABLE_SIZE, (const void *)at);
		__u32 value;

		if (length <= 0)
			return;
		value = is_start ? stsx_names(variable->text, name, name_size) : 0;
		if (value) {
			bpf_probe_read_user_str(buffer, size, (const void *)(at + value));
			return;
		}
		/* Of a long one the rest comes next. */
		is_start = length < STSX_VARIABLE_SIZE;
		at += is_start ? length : length - 1;
	}
}

/* Until Linux 6.1 the counters stood in a structure of their own. */
struct mm_struct___counts {
	struct {
		struct {
			__s64 counter;
		} count[4];
	} rss_stat;
} __attribute__((preserve_access_index));

struct percpu_counter___stsx {
	__s64 count;
} __attribute__((preserve_access_index));

struct mm_struct___counters {
	struct percpu_counter___stsx rss_stat[4];
} __attribute__((preserve_access_index));

/* Pages of a kind: 0 of files, 1 anonymous, 2 swapped out, 3 shared memory. What CPUs have not yet told is not in it. */
STSX_INLINE long stsx_memory_counter(__s64 *pages, __u64 mm, __s64 kind)
{
	__u64 at = mm;

	if (bpf_core_field_exists(struct mm_struct___counts, rss_stat.count))
		at += bpf_core_field_offset(struct mm_struct___counts, rss_stat.count) + 8 * kind;
	else
		at += bpf_core_field_offset(struct mm_struct___counters, rss_stat) +
		      kind * bpf_core_type_size(struct percpu_counter___stsx) +
		      bpf_core_field_offset(struct percpu_counter___stsx, count);
	*pages = 0;
	return bpf_probe_read_kernel(pages, sizeof(*pages), (const void *)at);
}

/* How many of the first `bits` bits at an address are set, a multiple of 64. */
STSX_INLINE long stsx_count_bits(__s64 *count, __u64 address, __s64 bits)
{
	*count = 0;
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < STSX_MOST_BIT_WORDS && i < (__u64)bits >> 6; i++) {
		__u64 word;

		if (bpf_probe_read_kernel(&word, sizeof(word), (const void *)(address + 8 * i)))
			return -EFAULT;
		word -= word >> 1 & 0x5555555555555555ULL;
		word = (word & 0x3333333333333333ULL) + (word >> 2 & 0x3333333333333333ULL);
		*count += ((word + (word >> 4) & 0x0f0f0f0f0f0f0f0fULL) * 0x0101010101010101ULL) >> 56;
	}
	return 0;
}

#endif
