/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arguments and result of a probed function, from the registers that a kprobe program is given. At a function's return its arguments
 * are gone; a program at the entry saves them, by task, by
 * probe and by how deep the task is in calls of this function.
 */
#ifndef STSX_REGISTERS_BPF_H
#define STSX_REGISTERS_BPF_H

#include <linux/ptrace.h>
#include <linux/bpf_perf_event.h>
#include <bpf/bpf_tracing.h>

#define stsx_has_helper(name) bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_##name)

/* Address of the probed function; 0 before Linux 5.15. */
#define stsx_function_address(ctx) (stsx_has_helper(get_func_ip) ? (__s64)bpf_get_func_ip(ctx) : 0)

/* Where the thread was when it left user space; 0 before Linux 5.15. */
STSX_INLINE __s64 stsx_user_address(void)
{
	struct pt_regs *user;
	__s64 address = 0;

	if (!stsx_has_helper(task_pt_regs))
		return 0;
	user = (void *)bpf_task_pt_regs(bpf_get_current_task_btf());
	bpf_probe_read_kernel(&address, sizeof(address), &PT_REGS_IP(user));
	return address;
}

/* What a trampoline hands over, as a number: nobody may compute with what the verifier knows to be a pointer. */
STSX_INLINE __s64 stsx_plain_argument(const __u64 *ctx, __u32 index)
{
	__s64 value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), ctx + index);
	return value;
}

/* Parameters that come in registers, by the calling convention; the others lie on the stack, `above` its pointer. */
#if defined(__TARGET_ARCH_x86)
#define STSX_REGISTER_PARAMETERS 6
#define STSX_STACK_PARAMETERS 8
#define stsx_register_parameter(regs, place)                                                 \
	((place) == 0 ? (regs)->rdi : (place) == 1 ? (regs)->rsi : (place) == 2 ? (regs)->rdx : \
	 (place) == 3 ? (regs)->rcx : (place) == 4 ? (regs)->r8 : (regs)->r9)
#elif defined(__TARGET_ARCH_arm64)
#define STSX_REGISTER_PARAMETERS 8
#define STSX_STACK_PARAMETERS 0
#define stsx_register_parameter(regs, place) (((const volatile struct user_pt_regs *)(regs))->regs[place])
#else
#define STSX_REGISTER_PARAMETERS 0
#define STSX_STACK_PARAMETERS 0
#define stsx_register_parameter(regs, place) 0
#endif

/* Where a function goes back to, at its first instruction. */
#if defined(__TARGET_ARCH_arm64)
#define stsx_return_address(regs) PT_REGS_RET(regs)
#else
#define stsx_return_address(regs)                                                                        \
	({                                                                                               \
		__u64 return_ = 0;                                                                       \
                                                                                                         \
		bpf_probe_read_user(&return_, sizeof(return_), (const void *)PT_REGS_SP(regs));          \
		return_;                                                                                 \
	})
#endif

/* Number `place` from 0, at the function's first instruction. `place` is a constant. */
#define stsx_parameter_of(space, regs, place)                                                             \
	({                                                                                                \
		__s64 parameter_ = 0;                                                                     \
                                                                                                          \
		if ((place) < STSX_REGISTER_PARAMETERS)                                                   \
			parameter_ = (__s64)stsx_register_parameter(regs, place);                         \
		else                                                                                      \
			bpf_probe_read_##space(&parameter_, sizeof(parameter_),                           \
					       (const char *)PT_REGS_SP(regs) + STSX_STACK_PARAMETERS +   \
						       8 * ((place)-STSX_REGISTER_PARAMETERS));           \
		parameter_;                                                                               \
	})
#define stsx_parameter_user(regs, place) stsx_parameter_of(user, regs, place)
#define stsx_parameter_kernel(regs, place) stsx_parameter_of(kernel, regs, place)

#if defined(__TARGET_ARCH_x86)
#define stsx_from_user(regs) (((regs)->cs & 3) != 0)
#elif defined(__TARGET_ARCH_arm64)
#define stsx_from_user(regs) (((regs)->pstate & 0xf) == 0)
#else
#define stsx_from_user(regs) 0
#endif

/* Calls that are under way at a time, in all tasks. */
#define STSX_SAVED_CALLS 4096

struct stsx_caller {
	__u32 task;
	__u32 probe;
};

struct stsx_call {
	struct stsx_caller caller;
	__u64 depth;
};

#define STSX_SAVED_MAPS(saved_map, depth_map, saved_type)  \
	struct {                                           \
		__uint(type, BPF_MAP_TYPE_HASH);           \
		__uint(max_entries, STSX_SAVED_CALLS);     \
		__uint(key_size, sizeof(struct stsx_call)); \
		__uint(value_size, sizeof(saved_type));    \
	} saved_map SEC(".maps");                          \
	struct {                                           \
		__uint(type, BPF_MAP_TYPE_HASH);           \
		__uint(max_entries, STSX_SAVED_CALLS);     \
		__uint(key_size, sizeof(struct stsx_caller)); \
		__uint(value_size, sizeof(__u32));         \
	} depth_map SEC(".maps")

/* The idle tasks of all CPUs share thread id 0. */
STSX_INLINE __u32 stsx_calling_task(void)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();

	return tid ? tid : 1U << 31 | bpf_get_smp_processor_id();
}

STSX_INLINE void stsx_save(void *saved_map, void *depth_map, __u32 probe, const void *saved)
{
	struct stsx_call call = { .caller = { stsx_calling_task(), probe } };
	__u32 *known = bpf_map_lookup_elem(depth_map, &call.caller);
	__u32 next;

	call.depth = known ? *known : 0;
	next = call.depth + 1;
	if (bpf_map_update_elem(depth_map, &call.caller, &next, BPF_ANY) ||
	    bpf_map_update_elem(saved_map, &call, saved, BPF_ANY))
		__sync_fetch_and_add(&stsx_state.state.lost, 1);
}

/* Whether the entry of this call was seen; `saved` gets what was kept of it. */
STSX_INLINE stsx_bool stsx_take_saved(void *saved_map, void *depth_map, __u32 probe, void *saved, __u32 size)
{
	struct stsx_call call = { .caller = { stsx_calling_task(), probe } };
	__u32 *depth = bpf_map_lookup_elem(depth_map, &call.caller);
	void *kept;

	if (!depth || *depth == 0)
		return false;
	call.depth = *depth - 1;
	if (call.depth == 0)
		bpf_map_delete_elem(depth_map, &call.caller);
	else
		*depth = call.depth;
	kept = bpf_map_lookup_elem(saved_map, &call);
	if (!kept)
		return false;
	__builtin_memcpy(saved, kept, size);
	bpf_map_delete_elem(saved_map, &call);
	return true;
}

#endif
