/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sys_enter and sys_exit tell of a system call: src/tapset/syscall-context.stp. Their programs are given the registers as a pointer
 * whose type the verifier knows (tp_btf), so they are read without a helper.
 */
#ifndef STSX_SYSCALL_BPF_H
#define STSX_SYSCALL_BPF_H

/* Members of struct pt_regs; `entered` keeps this apart from what a script reads of it. */
#if defined(__TARGET_ARCH_x86)
struct pt_regs___entered {
	unsigned long di, si, dx, r10, r8, r9, orig_ax;
} __attribute__((preserve_access_index));

#define stsx_syscall_1 di
#define stsx_syscall_2 si
#define stsx_syscall_3 dx
#define stsx_syscall_4 r10
#define stsx_syscall_5 r8
#define stsx_syscall_6 r9
#define stsx_syscall_number orig_ax
/* TS_COMPAT */
#define STSX_FOREIGN_CALL 2
#else
#error "the registers of this architecture's system calls are not known"
#endif

#define stsx_syscall_register(address, name) ((__s64)((const struct pt_regs___entered *)(address))->stsx_syscall_##name)

struct thread_info___entered {
	unsigned int status;
} __attribute__((preserve_access_index));

struct task_struct___entered {
	struct thread_info___entered thread_info;
} __attribute__((preserve_access_index));

STSX_INLINE __s64 stsx_syscall_is_foreign(void)
{
	const struct task_struct___entered *task = (const void *)bpf_get_current_task_btf();

	return (task->thread_info.status & STSX_FOREIGN_CALL) != 0;
}

#endif
