/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared aggregates: what runtime/statistic does in the user half, in the same steps. A program calls these while it holds the
 * aggregate's lock. `shift`, and whether variance is asked, are constants.
 */
#ifndef STSX_STATISTIC_BPF_H
#define STSX_STATISTIC_BPF_H

STSX_INLINE void stsx_stat_add(struct stsx_stat *stat, __s64 value)
{
	if (stat->count == 0) {
		stat->min = value;
		stat->max = value;
	} else if (value < stat->min) {
		stat->min = value;
	} else if (value > stat->max) {
		stat->max = value;
	}
	stat->count++;
	stat->sum = (__s64)((__u64)stat->sum + (__u64)value);
}

/* Behind stsx_stat_add(). A step's difference has 32 bits, as SystemTap's. */
STSX_INLINE void stsx_stat_add_variance(struct stsx_stat *stat, __s64 value, __u32 shift)
{
	__u64 scaled = (__u64)value << shift;
	__s64 difference = (__s32)(scaled - (__u64)stat->mean);

	if (stat->count == 1) {
		stat->mean = (__s64)scaled;
		return;
	}
	stat->mean = (__s64)((__u64)stat->mean + (__u64)stsx_quotient(difference, stat->count));
	stat->square = (__s64)((__u64)stat->square + (__u64)difference * (scaled - (__u64)stat->mean));
}

STSX_INLINE __s64 stsx_stat_average(const struct stsx_stat *stat)
{
	return stsx_quotient(stat->sum, stat->count);
}

STSX_INLINE __s64 stsx_stat_variance(const struct stsx_stat *stat, __u32 shift)
{
	__s64 mean, own, distance;
	__u64 total;

	if (stat->count < 2)
		return 0;
	mean = stsx_quotient((__s64)((__u64)stat->sum << shift), stat->count);
	own = stsx_quotient(stat->square, stat->count - 1);
	distance = (__s64)((__u64)stat->mean - (__u64)mean);
	total = (__u64)(stat->count - 1) * (__u64)own + (__u64)stat->count * ((__u64)distance * (__u64)distance);
	return stsx_quotient((__s64)total, stat->count - 1) >> 2 * shift;
}

/* Sizes are constants too large for the compiler's own stores. */
STSX_INLINE void stsx_stat_clear(struct stsx_stat *stat, __u32 size)
{
	stsx_text_clear((char *)stat, size);
}

#endif
