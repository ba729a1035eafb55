/* SPDX-License-Identifier: Apache-2.0 */
/* Whose events a probe on programs takes: the target of -c or -x and what descends from it, one process, or one executable's. */
#ifndef STSX_PROBED_PROCESS_BPF_H
#define STSX_PROBED_PROCESS_BPF_H

struct super_block___process {
	__u32 s_dev;
} __attribute__((preserve_access_index));

struct inode___process {
	struct super_block___process *i_sb;
	unsigned long i_ino;
} __attribute__((preserve_access_index));

struct file___process {
	struct inode___process *f_inode;
} __attribute__((preserve_access_index));

struct mm_struct___process {
	struct file___process *exe_file;
} __attribute__((preserve_access_index));

struct task_struct___process {
	struct task_struct___process *real_parent;
	struct mm_struct___process *mm;
	int tgid;
} __attribute__((preserve_access_index));

/* Parents of parents that are looked at. */
#define STSX_MOST_ANCESTORS 32

/* Without -c and -x every process is as good as the target's. */
STSX_INLINE stsx_bool stsx_in_target(void)
{
	struct task_struct___process *task = (void *)bpf_get_current_task();

	if (stsx_config.target_pid == 0)
		return true;
#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < STSX_MOST_ANCESTORS; i++) {
		__u32 tgid = BPF_CORE_READ(task, tgid);

		if (tgid == stsx_config.target_pid)
			return true;
		if (tgid <= 1)
			return false;
		task = BPF_CORE_READ(task, real_parent);
	}
	return false;
}

/* Does the process run this file? */
STSX_INLINE stsx_bool stsx_runs(const volatile struct stsx_executable *executable)
{
	struct task_struct___process *task = (void *)bpf_get_current_task();
	struct inode___process *inode = BPF_CORE_READ(task, mm, exe_file, f_inode);

	return inode && BPF_CORE_READ(inode, i_ino) == executable->inode &&
	       BPF_CORE_READ(inode, i_sb, s_dev) == executable->device;
}

#endif
