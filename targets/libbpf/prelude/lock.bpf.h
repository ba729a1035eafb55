/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locks of shared globals (struct stsx_lock of stsx_shared.h). The generated file defines STSX_LOCKS, how many there are, and
 * STSX_LOCK_TRIES, how often a program looks at a lock that another one holds before it streams its event.
 */
#ifndef STSX_LOCK_BPF_H
#define STSX_LOCK_BPF_H

struct stsx_lock stsx_locks[STSX_LOCKS];

/* 0: the event is to be streamed. A global function: the verifier goes through it once, not in each program. */
__noinline int stsx_take_lock(__u32 index)
{
	__u64 holder = bpf_get_smp_processor_id() + 1;
	struct stsx_lock *lock;

	barrier_var(index);
	if (index >= STSX_LOCKS)
		return 0;
	lock = &stsx_locks[index];

#pragma clang loop unroll(disable)
	for (int tries = 0; tries < STSX_LOCK_TRIES; tries++) {
		__u64 word = *(volatile __u64 *)&lock->word;

		/* The holder of this CPU is a program that this one interrupted. */
		if (word & (STSX_LOCK_STREAMING | STSX_LOCK_SUBMITTERS) || (word & STSX_LOCK_HOLDER) == holder)
			return 0;
		if (word & STSX_LOCK_HOLDER)
			continue;
		if (__sync_val_compare_and_swap(&lock->word, word, word | holder) == word)
			return 1;
	}
	return 0;
}

/* Additions whose result is looked at are ordered against what is read and written before and after them. */
STSX_INLINE __u64 stsx_add_to_lock(struct stsx_lock *lock, __u64 value)
{
	__u64 old = __sync_fetch_and_add(&lock->word, value);

	barrier_var(old);
	return old;
}

STSX_INLINE void stsx_give_lock(struct stsx_lock *lock)
{
	stsx_add_to_lock(lock, 0 - (__u64)(bpf_get_smp_processor_id() + 1));
}

/* Around the submission of a record whose handler uses globals of this lock. */
STSX_INLINE void stsx_begin_submission(struct stsx_lock *lock)
{
	if (!(stsx_add_to_lock(lock, STSX_LOCK_SUBMITTING) & STSX_LOCK_STREAMING))
		__sync_fetch_and_or(&lock->word, STSX_LOCK_STREAMING);
}

STSX_INLINE void stsx_end_submission(struct stsx_lock *lock, stsx_bool submitted)
{
	stsx_add_to_lock(lock, (submitted ? STSX_LOCK_SUBMITTED : 0) - STSX_LOCK_SUBMITTING);
}

#endif
