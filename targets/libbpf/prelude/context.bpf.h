/* SPDX-License-Identifier: Apache-2.0 */
/* Library functions that read the event's context (the kernel column of intrinsics.ts). */
#ifndef STSX_CONTEXT_BPF_H
#define STSX_CONTEXT_BPF_H

struct cred___stsx {
	struct {
		unsigned int val;
	} euid, egid;
} __attribute__((preserve_access_index));

struct task_struct___stsx {
	struct task_struct___stsx *real_parent;
	const struct cred___stsx *cred;
	int tgid;
} __attribute__((preserve_access_index));

STSX_INLINE __s64 stsx_pid(void)
{
	return bpf_get_current_pid_tgid() >> 32;
}

STSX_INLINE __s64 stsx_tid(void)
{
	return (__u32)bpf_get_current_pid_tgid();
}

STSX_INLINE __s64 stsx_uid(void)
{
	return (__u32)bpf_get_current_uid_gid();
}

STSX_INLINE __s64 stsx_gid(void)
{
	return bpf_get_current_uid_gid() >> 32;
}

STSX_INLINE __s64 stsx_task(void)
{
	return (__s64)bpf_get_current_task();
}

STSX_INLINE __s64 stsx_ppid(void)
{
	struct task_struct___stsx *task = (void *)bpf_get_current_task();

	return BPF_CORE_READ(task, real_parent, tgid);
}

STSX_INLINE __s64 stsx_euid(void)
{
	struct task_struct___stsx *task = (void *)bpf_get_current_task();

	return BPF_CORE_READ(task, cred, euid.val);
}

STSX_INLINE __s64 stsx_egid(void)
{
	struct task_struct___stsx *task = (void *)bpf_get_current_task();

	return BPF_CORE_READ(task, cred, egid.val);
}

STSX_INLINE __s64 stsx_cpu(void)
{
	return bpf_get_smp_processor_id();
}

STSX_INLINE __s64 stsx_ktime(void)
{
	return (__s64)bpf_ktime_get_ns();
}

STSX_INLINE __s64 stsx_realtime(void)
{
	return (__s64)bpf_ktime_get_ns() + *(volatile __s64 *)&stsx_state.state.realtime_offset;
}

/* BPF has no instruction that reads the cycle counter; it runs evenly with the clock. */
STSX_INLINE __s64 stsx_cycles(void)
{
	volatile struct stsx_state *state = &stsx_state.state;
	__u64 since = bpf_ktime_get_ns() - state->cycles_ns;
	__u64 scale = state->cycles_scale;

	return (__s64)(state->cycles_origin + (since >> 20) * scale + ((since & 0xfffff) * scale >> 20));
}

STSX_INLINE __s64 stsx_jiffies(void)
{
	return (__s64)bpf_jiffies64();
}

/* Some kernels, 6.1 among them, leave what was in the buffer behind the name. */
STSX_INLINE void stsx_execname(char *buffer, __u32 size)
{
	stsx_text_clear(buffer, size);
	bpf_get_current_comm(buffer, size);
}

#endif
