// SPDX-License-Identifier: Apache-2.0
/* registers.stp: handlers without an event have no registers; those of events are captured by the kernel half. */
#include "../api/intrinsics.h"

int64_t stsx_fn_register(STSX_FN, const char *name)
{
	(void)name;
	stsx_raise(c, site, "cannot access CPU registers in this context");
	return 0;
}

int64_t stsx_fn_u_register(STSX_FN, const char *name)
{
	return stsx_fn_register(c, site, name);
}
