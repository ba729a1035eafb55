/*
 * What the measurements of bench/measure/events.ts are held against: the same questions, written by hand as libbpf's own tools are. A
 * program is chosen by its name.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define SLOTS 64
#define READ 0

char license_text[] SEC("license") = "GPL";

struct pt_regs {
	unsigned long orig_ax;
} __attribute__((preserve_access_index));

struct comm {
	char text[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 2048);
	__type(key, struct comm);
	__type(value, __u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SLOTS);
	__type(key, __u32);
	__type(value, __u64);
} sizes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2048);
	__type(key, __u32);
	__type(value, __u64);
} starts SEC(".maps");

struct event {
	__u32 pid;
	__u32 id;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16 << 20);
} events SEC(".maps");

static __always_inline void add(__u64 value)
{
	__u32 slot = 0;
	__u64 *count;

	for (int shift = 32; shift > 0; shift /= 2) {
		if (value >> shift) {
			slot += shift;
			value >>= shift;
		}
	}
	count = bpf_map_lookup_elem(&sizes, &slot);
	if (count)
		++*count;
}

SEC("raw_tp/sys_enter")
int count_enter(void *ctx)
{
	const __u64 one = 1;
	struct comm comm;
	__u64 *count;

	bpf_get_current_comm(&comm, sizeof(comm));
	count = bpf_map_lookup_elem(&counts, &comm);
	if (count)
		++*count;
	else
		bpf_map_update_elem(&counts, &comm, &one, BPF_NOEXIST);
	return 0;
}

SEC("tp_btf/sys_exit")
int sizes_exit(__u64 *ctx)
{
	const struct pt_regs *regs = (const void *)ctx[0];
	__s64 got = (__s64)ctx[1];

	if (regs->orig_ax == READ && got > 0)
		add((__u64)got);
	return 0;
}

SEC("raw_tp/sys_enter")
int latency_enter(__u64 *ctx)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	__u64 now;

	if (ctx[1] != READ)
		return 0;
	now = bpf_ktime_get_ns();
	bpf_map_update_elem(&starts, &tid, &now, BPF_ANY);
	return 0;
}

SEC("tp_btf/sys_exit")
int latency_exit(__u64 *ctx)
{
	const struct pt_regs *regs = (const void *)ctx[0];
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	__u64 *start;

	if (regs->orig_ax != READ)
		return 0;
	start = bpf_map_lookup_elem(&starts, &tid);
	if (!start)
		return 0;
	add(bpf_ktime_get_ns() - *start);
	bpf_map_delete_elem(&starts, &tid);
	return 0;
}

SEC("raw_tp/sys_enter")
int print_enter(__u64 *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return 0;
	event->pid = bpf_get_current_pid_tgid() >> 32;
	event->id = (__u32)ctx[1];
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
	return 0;
}
