// SPDX-License-Identifier: Apache-2.0
#include "file-limit.h"

#include <stdbool.h>
#include <sys/resource.h>

static struct rlimit before;
static bool is_raised;

void stsx_file_limit_raise(uint64_t descriptors)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &before) < 0 || before.rlim_cur >= descriptors)
		return;
	limit = before;
	limit.rlim_cur = descriptors;
	if (limit.rlim_max < descriptors)
		limit.rlim_max = descriptors;
	is_raised = setrlimit(RLIMIT_NOFILE, &limit) == 0;
	if (is_raised)
		return;
	/* Without CAP_SYS_RESOURCE as far as the hard limit goes. */
	limit.rlim_cur = limit.rlim_max = before.rlim_max;
	is_raised = setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

void stsx_file_limit_restore(void)
{
	if (is_raised)
		setrlimit(RLIMIT_NOFILE, &before);
}
