/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the kernel half and the user half of a program agree on: records of the ring buffer, values of the maps that
 * collect additions to globals, and the two variables through which they steer each other. Included by BPF C (after
 * vmlinux.h or linux/types.h has given it __u64 and friends) and by the user half; fixed layouts, no pointers.
 *
 * Names the user half looks for in the BPF object:
 *   stsx_config   const volatile struct stsx_config, in .rodata; set before loading
 *   stsx_state    struct stsx_state as first member, followed by __u8 disabled[number of probes], in .bss
 *   stsx_events   BPF_MAP_TYPE_RINGBUF, only if some probe is streamed or can raise an error
 *   and the maps and programs that the program's tables name.
 */
#ifndef STSX_SHARED_H
#define STSX_SHARED_H

/* Fed globals of one program at most: each has a bit in masks and a counter below. */
#define STSX_MAX_FED 128

/* Longest key count of an array. */
#define STSX_MAX_KEYS 9

/* Set by the user half before the object is loaded. */
struct stsx_config {
	__u32 target_pid; /* -x, or the process of -c: target(); 0: none */
	__u32 own_pid; /* of the user half, in the initial pid namespace as far as it can tell */
	__u32 own_uid; /* of the user who runs it */
	__u32 pid_namespace; /* number of the pid namespace that it runs in */
};

/*
 * A file that processes run, as the kernel knows it: filled in by the user half before the object is loaded, in the array
 * stsx_executables of .rodata.
 */
struct stsx_executable {
	__u64 inode;
	__u32 device;
	__u32 unused;
};

/* Shared memory; the kernel half updates the counters with __sync_fetch_and_add. */
struct stsx_state {
	__u32 generation; /* 0 or 1: which of a fed global's two maps collects; read once at a handler's start */
	__u32 active; /* 0 until all begin probes have run and everything is attached; handlers do nothing before */
	__s64 realtime_offset; /* CLOCK_REALTIME - CLOCK_MONOTONIC in ns; the user half renews it now and then */
	__u64 lost; /* events that found the ring buffer full */
	__u64 overflow[STSX_MAX_FED]; /* additions that found the map of fed global i full */
};

/* ---------------------------------------------------------------- records */

enum stsx_record_kind {
	STSX_RECORD_EVENT = 0, /* a streamed probe's event: fields follow */
	STSX_RECORD_ERROR = 1, /* a kernel handler met a run-time error: struct stsx_error_record */
};

/*
 * Head of every record. The fields of an event follow in their order, each aligned to 8 bytes: a long takes 8, a string
 * its largest length plus NUL, rounded up to 8. If bit i of `faults` is set, field i (of the first 64) could not be
 * read and its first 8 bytes hold the address that faulted.
 */
struct stsx_record {
	__u32 probe; /* index in the program's table of probes */
	__u16 kind; /* enum stsx_record_kind */
	__u16 cpu;
	__u64 time; /* CLOCK_MONOTONIC, ns: bpf_ktime_get_ns() */
	__u64 faults;
};

enum stsx_kernel_error {
	STSX_KERNEL_FAULT = 1, /* value: the address */
	STSX_KERNEL_DIVISION = 2,
	STSX_KERNEL_ACTIONS = 3, /* MAXACTION */
};

struct stsx_error_record {
	struct stsx_record head;
	__u32 error; /* enum stsx_kernel_error */
	__u32 site; /* index in the program's table of kernel sites */
	__u64 value;
};

/* ---------------------------------------------------------------- values of fed globals, one a CPU */

/*
 * `first` is bpf_ktime_get_ns() of the CPU's first addition to this element in this generation, 0: none. The user half
 * puts new elements into the array in the order of the earliest of them.
 */
struct stsx_fed_long {
	__u64 first;
	__s64 sum; /* of what was added, wrapping */
};

/* Followed by __s64 buckets[] if the global has a histogram: 128 for a log one, (high - low) / step + 3 for a linear one. */
struct stsx_fed_stat {
	__u64 first;
	__s64 count;
	__s64 sum;
	/*
	 * Biased so that zeroed memory needs no start values and programs that interrupt each other can update them by
	 * compare-and-swap: STSX_FED_MIN() and STSX_FED_MAX() give the numbers, valid where count > 0.
	 */
	__u64 min;
	__u64 max;
	__s64 mean; /* running mean, value << shift: only if @variance is asked, else 0 */
	__s64 square; /* sum of squared differences from it, likewise */
};

#define STSX_SIGN_BIT (1ULL << 63)
#define STSX_FED_MAX(stat) ((__s64)((stat)->max ^ STSX_SIGN_BIT))
#define STSX_FED_MIN(stat) ((__s64)(~(stat)->min ^ STSX_SIGN_BIT))

#endif
