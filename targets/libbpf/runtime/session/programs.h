/* SPDX-License-Identifier: Apache-2.0 */
/* The BPF programs of the kernel half by name: there may be thousands, and as many points that ask for one.
 */
#ifndef STSX_SESSION_PROGRAMS_H
#define STSX_SESSION_PROGRAMS_H

#include <stdint.h>

struct bpf_program;
struct stsx_kernel;
struct stsx_program;

struct stsx_bpf_program {
	const char *name;
	struct bpf_program *program;
	uint32_t uses; /* ways to attach it, of all points */
};

/* From the opened object. */
void stsx_programs_find(struct stsx_kernel *kernel, const struct stsx_program *program);
/* NULL: there is none of that name. */
struct stsx_bpf_program *stsx_program_named(const struct stsx_kernel *kernel, const char *name);
/* The first whose name is not before this one, in the order of names; it may be the end of kernel->programs.
 */
struct stsx_bpf_program *stsx_programs_from(const struct stsx_kernel *kernel, const char *name);

#endif
