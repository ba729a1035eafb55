/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the kernel half and the user half of a program agree on: records of the ring buffer, values of the maps that
 * collect additions to globals, and the two variables through which they steer each other. Included by BPF C (after
 * linux/types.h has given it __u64 and friends, and something int64_t) and by the user half; fixed layouts, no pointers.
 *
 * Names the user half looks for in the BPF object:
 *   stsx_config   const volatile struct stsx_config, in .rodata; set before loading
 *   stsx_state    struct stsx_state as first member, followed by __u8 disabled[number of probes], in .bss
 *   stsx_events   BPF_MAP_TYPE_RINGBUF, only if some probe is streamed or can raise an error
 *   stsx_locks    struct stsx_lock, one a lock, in .bss: only if some global is shared
 *   stsx_shared   a struct of the scalars and aggregates among the shared globals, in .bss
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
	__u64 hash_seed; /* of shared arrays */
	__u32 stops_at_error; /* the first run-time error ends the session: no handler runs after it */
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
	__u32 waiting; /* the user half waits for a record; who writes one wakes it, and clears this */
	__s64 realtime_offset; /* CLOCK_REALTIME - CLOCK_MONOTONIC in ns; the user half renews it now and then */
	__u64 cycles_origin; /* the processor's cycle counter when CLOCK_MONOTONIC was cycles_ns */
	__u64 cycles_ns;
	__u64 cycles_scale; /* cycles in 2^20 ns */
	__u64 lost; /* events that found the ring buffer full */
	__u64 lost_elements; /* of shared arrays: behind a chain that was too long to follow; hashes make that all but impossible */
	__u64 replayed_line; /* replay builds: of the event whose handler runs; it is the time of the records that the handler makes */
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
	STSX_KERNEL_OVERFLOW = 4, /* value: index of the array in the program's table of globals */
	STSX_KERNEL_EMPTY = 5, /* an aggregate without values was read */
};

struct stsx_error_record {
	struct stsx_record head;
	__u32 error; /* enum stsx_kernel_error */
	__u32 site; /* index in the program's table of kernel sites */
	__u64 value;
};

/* ---------------------------------------------------------------- recorded events (replay builds) */

/* Head of a slot of the map stsx_batch. Behind it lie words of faults, a bit a value, and the values. */
struct stsx_recorded {
	__u32 probe;
	__u32 unused;
	__u64 line; /* of the recording */
};

/* What a program stsx_replay_N is given: `count` slots hold events, those before `first` have been handled. It says how many it did. */
struct stsx_replay_run {
	__u32 first;
	__u32 count;
	__u32 done;
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

/* ---------------------------------------------------------------- shared globals */

/*
 * Globals that handlers of both halves read and write in one memory, one half at a time. `word` of their lock has
 *
 *	bits 0 to 15	the CPU, plus 1, whose program holds the lock; 0: none does
 *	bit 16		events are streamed: the user half has taken the lock, or is to take it
 *	bits 17 to 31	programs that are about to submit a record
 *	bits 32 to 63	records submitted so far
 *
 * A program runs its handler here if it can set the holder while all else but the count of records is zero. Otherwise it streams its
 * event: it adds itself to the programs about to submit, from where on no program can take the lock, sets bit 16, submits, and goes from
 * "about to submit" to "submitted" in one addition. The user half sets bit 16, waits until there is no holder, and gives the lock back
 * by a compare-and-swap when it has handled as many records as were submitted and none is about to be. So events keep their order.
 */
struct stsx_lock {
	__u64 word;
} __attribute__((aligned(64)));

#define STSX_LOCK_HOLDER 0xffffULL
#define STSX_LOCK_STREAMING (1ULL << 16)
#define STSX_LOCK_SUBMITTING (1ULL << 17) /* one more */
#define STSX_LOCK_SUBMITTERS (0x7fffULL << 17)
#define STSX_LOCK_SUBMITTED (1ULL << 32) /* one more */

/* Locks of one program at most: each has a bit in masks. */
#define STSX_MAX_LOCKS 64

/*
 * A shared array is one piece of memory, a BPF array map: element 0 is its table, elements 1 to `room` hold what is in it. Links are
 * indexes, 0: none. Behind an element's links lie its keys, then its value: a number 8 bytes, text its largest length with the NUL
 * rounded up to 8 and zero behind the text, an aggregate as struct stsx_stat.
 */
struct stsx_element {
	__u32 head; /* first element of the hash table's slot that has this element's index */
	__u32 chain; /* next element of the slot that this element is in */
	__u32 previous; /* in the order */
	__u32 next; /* likewise; of a free element: the next free one */
	__u32 hash;
	__u32 self; /* its own index */
};

struct stsx_table {
	__u32 first; /* in the order */
	__u32 last;
	__u32 free; /* the free element to use next; 0: the one behind `used` */
	__u32 used; /* elements that were in use at some time */
	__u32 count;
	__u32 generation; /* changes when elements go: loops over them end */
};

/* Hashes of keys, word by word, text with its zeroes. */
static inline __attribute__((always_inline)) __u64 stsx_hash_word(__u64 hash, __u64 word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 32;
}

static inline __attribute__((always_inline)) __u32 stsx_slot(__u32 hash, __u32 room)
{
	return 1 + (__u32)((__u64)hash * room >> 32);
}

/* An aggregate. Empty: all zero. */
struct stsx_stat {
	int64_t count;
	int64_t sum;
	int64_t min;
	int64_t max;
	int64_t mean; /* running mean, value << shift: only if @variance is asked */
	int64_t square; /* sum of squared differences from it, likewise */
	int64_t buckets[]; /* if the global has a histogram: 128 for a log one, (high - low) / step + 3 for a linear one */
};

#define STSX_SIGN_BIT (1ULL << 63)
#define STSX_FED_MAX(stat) ((__s64)((stat)->max ^ STSX_SIGN_BIT))
#define STSX_FED_MIN(stat) ((__s64)(~(stat)->min ^ STSX_SIGN_BIT))

#endif
