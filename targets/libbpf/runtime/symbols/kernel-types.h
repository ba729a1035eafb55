/* SPDX-License-Identifier: Apache-2.0 */
/* The types of the running kernel (BTF). */
#ifndef STSX_SYMBOLS_KERNEL_TYPES_H
#define STSX_SYMBOLS_KERNEL_TYPES_H

#include <bpf/btf.h>
#include <stdint.h>

/* Read when first asked for; NULL: the kernel has none. */
const struct btf *stsx_kernel_types(void);
/* They take much memory; they are read again when asked for again. */
void stsx_kernel_types_forget(void);
/* The type itself, behind typedefs and qualifiers; NULL: there is none of that number. */
const struct btf_type *stsx_plain_type(const struct btf *btf, uint32_t id);

#endif
