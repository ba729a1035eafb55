/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments and result of a probed function, from the registers that a kprobe program is given. */
#ifndef STSX_REGISTERS_BPF_H
#define STSX_REGISTERS_BPF_H

#include <linux/ptrace.h>
#include <bpf/bpf_tracing.h>

#endif
