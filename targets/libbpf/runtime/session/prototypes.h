/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel's functions as its own types (BTF) describe them, read when first asked for. */
#ifndef STSX_SESSION_PROTOTYPES_H
#define STSX_SESSION_PROTOTYPES_H

#include "../api/program.h"

/* Its number in the kernel's types; 0: they do not have it. */
uint32_t stsx_prototype_find(const char *function);
/* Trampolines take six parameters on every kernel, and none that is a structure. */
bool stsx_prototype_fits_trampoline(const char *function);
/* Do they have an eBPF tracepoint of that name? */
bool stsx_prototype_has_tracepoint(const char *name);
/* What of this kernel's function is not as the program takes it to be; NULL: nothing, or nothing is known. */
const char *stsx_prototype_lack(const struct stsx_attach *way);
/* The types take much memory; they are read again when asked for again. */
void stsx_prototypes_forget(void);

#endif
