/* SPDX-License-Identifier: Apache-2.0 */
/* The replay build: recorded events in a map that the user half fills, a batch at a time, and runs a program
 * on. */
#ifndef STSX_REPLAY_BPF_H
#define STSX_REPLAY_BPF_H

#define STSX_BATCH_MAP(size, count)                \
	struct {                                   \
		__uint(type, BPF_MAP_TYPE_ARRAY);  \
		__uint(map_flags, BPF_F_MMAPABLE); \
		__uint(max_entries, count);        \
		__uint(key_size, sizeof(__u32));   \
		__uint(value_size, size);          \
	} stsx_batch SEC(".maps")

#endif
