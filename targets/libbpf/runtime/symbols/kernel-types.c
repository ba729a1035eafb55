// SPDX-License-Identifier: Apache-2.0
#include "kernel-types.h"

#include <stddef.h>

static struct btf *types;

const struct btf *stsx_kernel_types(void)
{
	if (!types)
		types = btf__load_vmlinux_btf();
	return types;
}

void stsx_kernel_types_forget(void)
{
	btf__free(types);
	types = NULL;
}

const struct btf_type *stsx_plain_type(const struct btf *btf, uint32_t id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);

	while (type && (btf_is_mod(type) || btf_is_typedef(type)))
		type = btf__type_by_id(btf, type->type);
	return type;
}
