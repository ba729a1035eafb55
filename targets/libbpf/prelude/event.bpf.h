/* SPDX-License-Identifier: Apache-2.0 */
/* Records for the user half: events of streamed probes, and run-time errors of handlers that run here. */
#ifndef STSX_EVENT_BPF_H
#define STSX_EVENT_BPF_H

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, STSX_EVENTS);
} stsx_events SEC(".maps");

STSX_INLINE void stsx_record_head(struct stsx_record *head, __u32 probe, __u16 kind)
{
	head->probe = probe;
	head->kind = kind;
	head->cpu = bpf_get_smp_processor_id();
#ifdef STSX_REPLAYS
	head->time = stsx_state.state.replayed_line;
#else
	head->time = bpf_ktime_get_ns();
#endif
	head->faults = 0;
}

/* Room for a record of `size` bytes, all fields zero. NULL: counted as lost. */
STSX_INLINE void *stsx_reserve(__u32 size, __u32 probe)
{
	struct stsx_record *head = bpf_ringbuf_reserve(&stsx_events, size, 0);

	if (!head) {
		__sync_fetch_and_add(&stsx_state.state.lost, 1);
		return 0;
	}
	stsx_zero(head + 1, size - sizeof(*head));
	stsx_record_head(head, probe, STSX_RECORD_EVENT);
	return head;
}

/* A session that has not said that it waits looks by itself. Where the word comes too late for the last record of many, it looks later. */
STSX_INLINE void stsx_submit(void *record)
{
	volatile __u32 *waiting = &stsx_state.state.waiting;

	if (*waiting) {
		*waiting = 0;
		bpf_ringbuf_submit(record, BPF_RB_FORCE_WAKEUP);
	} else {
		bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	}
}

#ifdef STSX_LOCKS
/* Looks at a ring buffer that is more than half full: some 20 us. */
#define STSX_WAITS 1024

/*
 * Events of a lock that the user half has are worth a wait: a program that runs ahead of the user half is held back a little while the
 * ring buffer is more than half full. A global function, as stsx_take_lock().
 */
__noinline int stsx_wait_for_room(void)
{
	__u64 half = bpf_ringbuf_query(&stsx_events, BPF_RB_RING_SIZE) / 2;

#pragma clang loop unroll(disable)
	for (__u64 i = 0; i < STSX_WAITS; i++) {
		if (bpf_ringbuf_query(&stsx_events, BPF_RB_AVAIL_DATA) < half)
			return 1;
	}
	return 0;
}
#endif

/* A field could not be read: its bit in `faults` is set, and it holds the address. */
STSX_INLINE void stsx_capture_fault(__u64 *faults, __u32 bit, void *field, __s64 address)
{
	*faults |= 1ULL << bit;
	*(__s64 *)field = address;
}

struct stsx_fault {
	__u32 error;
	__u32 site;
	__s64 value;
};

/* Reports what ended a handler. If that ends the session, no handler runs any more. */
STSX_INLINE void stsx_report(__u32 probe, const struct stsx_fault *fault)
{
	struct stsx_error_record *record;

	if (stsx_config.stops_at_error)
		*(volatile __u32 *)&stsx_state.state.active = 0;
	record = bpf_ringbuf_reserve(&stsx_events, sizeof(*record), 0);

	if (!record) {
		__sync_fetch_and_add(&stsx_state.state.lost, 1);
		return;
	}
	stsx_record_head(&record->head, probe, STSX_RECORD_ERROR);
	record->error = fault->error;
	record->site = fault->site;
	record->value = (__u64)fault->value;
	stsx_submit(record);
}

#endif
