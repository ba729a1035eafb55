// SPDX-License-Identifier: Apache-2.0
#include "grace-period.h"

#include <bpf/bpf.h>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An update of a map of maps returns only when no program can hold the map that it replaced. */
static void wait_by_map(void)
{
	static int outer = -1;
	static int inner = -1;
	uint32_t key = 0;

	if (outer < 0) {
		LIBBPF_OPTS(bpf_map_create_opts, options);

		inner = bpf_map_create(BPF_MAP_TYPE_ARRAY, "stsx_barrier_in", sizeof(key), sizeof(key), 1, NULL);
		options.inner_map_fd = (__u32)inner;
		outer = bpf_map_create(BPF_MAP_TYPE_ARRAY_OF_MAPS, "stsx_barrier", sizeof(key), sizeof(key), 1,
				       &options);
	}
	if (outer < 0 || bpf_map_update_elem(outer, &key, &inner, BPF_ANY) < 0)
		/* Neither way is open, which no known kernel comes to: programs run for microseconds, wait for long. */
		usleep(20000);
}

/* Both ways wait for a grace period of RCU, which no running program outlasts. */
void stsx_wait_for_programs(void)
{
	if (syscall(__NR_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) < 0)
		wait_by_map();
}
