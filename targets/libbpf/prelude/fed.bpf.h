/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Additions to globals. Each has two maps, one a generation; a CPU adds to its own value. `alone` is a constant: only one program
 * adds to the global, and a program does not interrupt itself on a CPU, so plain adds do. Otherwise programs can interrupt each other.
 */
#ifndef STSX_FED_BPF_H
#define STSX_FED_BPF_H

#ifdef STSX_FED
/* A new element's value, as large as the largest. */
static const char stsx_new_value[STSX_FED] __attribute__((aligned(8))) = {};

/* The value of this element on this CPU, which is made if it is missing. NULL: the map is full, or the event is lost for lack of memory. */
STSX_INLINE void *stsx_fed_element(void *map, const void *key, stsx_bool *full)
{
	void *value = bpf_map_lookup_elem(map, key);
	long error;

	if (value)
		return value;
	error = bpf_map_update_elem(map, key, stsx_new_value, BPF_NOEXIST);
	/* Another program may have made it meanwhile. */
	if (error && error != -EEXIST) {
		*full = error == -E2BIG;
		if (!*full)
			__sync_fetch_and_add(&stsx_state.state.lost, 1);
		return 0;
	}
	return bpf_map_lookup_elem(map, key);
}
#endif

STSX_INLINE void stsx_fed_begin(__u64 *first, stsx_bool alone)
{
	if (*first)
		return;
	if (alone)
		*first = bpf_ktime_get_ns();
	else
		__sync_val_compare_and_swap(first, 0, bpf_ktime_get_ns());
}

STSX_INLINE void stsx_fed_count(__s64 *sum, __s64 value, stsx_bool alone)
{
	if (alone)
		*sum = (__s64)((__u64)*sum + (__u64)value);
	else
		__sync_fetch_and_add(sum, value);
}

/* Raises a biased extreme. A loser of the race tries again; it can lose only as often as programs nest. */
STSX_INLINE void stsx_fed_extreme(__u64 *extreme, __u64 value, stsx_bool alone)
{
	__u64 old = *extreme;

	if (alone) {
		if (value > old)
			*extreme = value;
		return;
	}
#pragma clang loop unroll(disable)
	for (int tries = 0; tries < 16 && value > old; tries++) {
		__u64 seen = __sync_val_compare_and_swap(extreme, old, value);

		if (seen == old)
			return;
		old = seen;
	}
}

STSX_INLINE void stsx_fed_add(struct stsx_fed_long *fed, __s64 value, stsx_bool alone)
{
	stsx_fed_begin(&fed->first, alone);
	stsx_fed_count(&fed->sum, value, alone);
}

/* `extremes` is a constant: @min or @max is asked. */
STSX_INLINE void stsx_fed_stat(struct stsx_fed_stat *fed, __s64 value, stsx_bool extremes, stsx_bool alone)
{
	stsx_fed_begin(&fed->first, alone);
	stsx_fed_count(&fed->count, 1, alone);
	stsx_fed_count(&fed->sum, value, alone);
	if (extremes) {
		stsx_fed_extreme(&fed->min, ~((__u64)value ^ STSX_SIGN_BIT), alone);
		stsx_fed_extreme(&fed->max, (__u64)value ^ STSX_SIGN_BIT, alone);
	}
}

/* Bits of a number without its sign: 0 for 0, 1 for 1, 2 for 2 and 3. */
STSX_INLINE __u32 stsx_bits(__u64 value)
{
	__u32 bits = 0;

	if (value >> 32) {
		bits += 32;
		value >>= 32;
	}
	if (value >> 16) {
		bits += 16;
		value >>= 16;
	}
	if (value >> 8) {
		bits += 8;
		value >>= 8;
	}
	if (value >> 4) {
		bits += 4;
		value >>= 4;
	}
	if (value >> 2) {
		bits += 2;
		value >>= 2;
	}
	if (value >> 1) {
		bits += 1;
		value >>= 1;
	}
	return bits + (__u32)value;
}

/* Bucket 64 is 0, 65 is 1, 66 is 2 and 3; 63 is -1. */
STSX_INLINE void stsx_fed_log(__s64 *buckets, __s64 value, stsx_bool alone)
{
	__u32 bits = stsx_bits(stsx_magnitude(value));
	__u32 bucket = value < 0 ? 64 - bits : 64 + bits;

	/* The verifier has to see the bound, which the compiler would take for granted. */
	barrier_var(bucket);
	if (bucket > 127)
		bucket = 127;
	stsx_fed_count(&buckets[bucket], 1, alone);
}

/* Bucket 0 is below `low`; the last one is above. */
STSX_INLINE void stsx_fed_linear(__s64 *buckets, __s64 low, __s64 high, __s64 step, __s64 value, stsx_bool alone)
{
	__u32 last = (__u32)stsx_quotient(high - low, step) + 2;
	__u32 bucket;

	if (value < low)
		bucket = 0;
	else if ((__u64)value - (__u64)low >= (__u64)(last - 1) * (__u64)step)
		bucket = last;
	else
		bucket = (__u32)(((__u64)value - (__u64)low) / (__u64)step) + 1;
	barrier_var(bucket);
	if (bucket > last)
		bucket = last;
	stsx_fed_count(&buckets[bucket], 1, alone);
}

#endif
