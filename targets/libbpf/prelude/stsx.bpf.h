/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Head of every kernel half. The generated file defines STSX_PROBES, the number of probes, STSX_EVENTS, the size of the ring buffer,
 * where it uses one, and STSX_LOCKS where it shares globals with the user half, before it includes this; kernel structures are its own, cut down to the members it uses.
 */
#ifndef STSX_BPF_H
#define STSX_BPF_H

#include <linux/bpf.h>
#include <linux/errno.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

typedef _Bool stsx_bool;
typedef __s64 int64_t;

#include "stsx_shared.h"

#define STSX_INLINE static __always_inline __attribute__((unused))

#define false 0
#define true 1
#define INT64_C(number) number##LL
#define INT64_MIN (-INT64_C(9223372036854775807) - 1)

char stsx_license[] SEC("license") = "GPL";

const volatile struct stsx_config stsx_config = {};

/* Leaves a function without a result with nothing in the register of results, for the verifier looks there. */
#define STSX_RETURN                             \
	do {                                    \
		asm volatile("r0 = 0" ::: "r0"); \
		return;                         \
	} while (0)

/* Written by the user half; the counters in it by both programs and kernel. */
struct {
	struct stsx_state state;
	__u8 disabled[STSX_PROBES];
} stsx_state;

/* Begin probes are done, and the run goes on. */
STSX_INLINE stsx_bool stsx_active(void)
{
	return *(volatile __u32 *)&stsx_state.state.active != 0;
}

/* Whether the handler of this probe is to run: begin probes are done, and its condition holds. */
STSX_INLINE stsx_bool stsx_enabled(__u64 probe)
{
	/* The verifier has to see that the very number that is tested is the index. */
	barrier_var(probe);
	return probe < STSX_PROBES && *(volatile __u32 *)&stsx_state.state.active &&
	       !*(volatile __u8 *)&stsx_state.disabled[probe];
}

/* Which of a global's two maps collects: read once, so that all of an event's additions go to the same one. */
STSX_INLINE __u32 stsx_generation(void)
{
	return *(volatile __u32 *)&stsx_state.state.generation;
}

/* Zeroes memory whose size is too large for the compiler's own stores. `size` is a multiple of 8. */
STSX_INLINE void stsx_zero(void *memory, __u32 size)
{
	volatile __u64 *words = memory;

#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < size / 8; i++)
		words[i] = 0;
}

#include "number.bpf.h"
#include "memory.bpf.h"
#include "text.bpf.h"
#include "context.bpf.h"
#include "paths.bpf.h"
#include "process.bpf.h"
#ifdef STSX_EVENTS
#include "event.bpf.h"
#endif
#include "fed.bpf.h"
#ifdef STSX_LOCKS
#include "lock.bpf.h"
#include "array.bpf.h"
#include "statistic.bpf.h"
#endif

#endif
