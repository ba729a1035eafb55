/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments of the marks of programs: where each is, the user half has told libbpf's part of the kernel half. */
#ifndef STSX_MARK_BPF_H
#define STSX_MARK_BPF_H

/* The header takes vmlinux.h for granted. */
typedef _Bool bool;
#include <bpf/usdt.bpf.h>

/* Number `place` from 0; 0 where it cannot be read. */
STSX_INLINE __s64 stsx_mark_argument(struct pt_regs *ctx, __u64 place)
{
	long value = 0;

	bpf_usdt_arg(ctx, place, &value);
	return value;
}

#endif
