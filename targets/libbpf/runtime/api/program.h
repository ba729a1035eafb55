/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables that describe a program to the library. All are static in generated code, and const but for the members of structures,
 * which are found at run time; counts stand beside pointers.
 */
#ifndef STSX_API_PROGRAM_H
#define STSX_API_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "array.h"
#include "context.h"
#include "members.h"
#include "statistic.h"

#define STSX_ABI 1

struct stsx_limits {
	uint32_t max_string_length; /* bytes with the NUL */
	uint32_t max_map_entries;
	uint32_t max_errors;
	uint32_t max_skipped;
	uint32_t max_nesting;
};

enum stsx_global_kind {
	STSX_GLOBAL_LONG,
	STSX_GLOBAL_STRING,
	STSX_GLOBAL_STAT,
	STSX_GLOBAL_ARRAY,
};

/*
 * `storage` points to the generated variable: int64_t (initialised), char[MAXSTRINGLEN] (initialised),
 * struct stsx_stat * or struct stsx_array * (both NULL; the library allocates before the first handler runs).
 */
struct stsx_global {
	const char *name; /* as -G and messages call it */
	enum stsx_global_kind kind;
	void *storage;
	const struct stsx_stat_shape *stat;
	const struct stsx_array_shape *array;
};

/*
 * A global that kernel handlers add to. Its additions collect in one of two maps; the library merges them into
 * `storage` of the global before a handler with `merges` runs.
 * Scalars: BPF_MAP_TYPE_PERCPU_ARRAY with one entry; arrays: BPF_MAP_TYPE_PERCPU_HASH. Values: stsx_shared.h.
 * Keys: the array's keys in order, a long 8 bytes, a string `key_sizes[i]` bytes (a multiple of 8), zero-filled.
 */
struct stsx_fed_global {
	uint32_t global; /* index in `globals` */
	const char *maps[2]; /* names, by generation */
	const uint32_t *key_sizes; /* arrays */
	const struct stsx_site *site; /* blamed for an overflow that shows when it is merged, with the probe */
	uint32_t probe;
};

/*
 * A global that handlers of both halves work on, in memory of the kernel half: the variable is moved there when that is loaded.
 * Arrays: a BPF_MAP_TYPE_ARRAY that can be mapped, laid out as stsx_shared.h says. Others: a member of `stsx_shared` in .bss.
 */
struct stsx_shared_global {
	uint32_t global; /* index in `globals` */
	void *place; /* scalars: the generated pointer to the variable, which points to the global's `storage` at first */
	size_t offset; /* scalars and aggregates: in stsx_shared */
	const char *map; /* arrays: name; NULL: it is none */
	const uint32_t *key_sizes; /* arrays */
	uint32_t text_size; /* arrays of text: bytes of a value */
};

enum stsx_probe_kind {
	STSX_PROBE_BEGIN,
	STSX_PROBE_END,
	STSX_PROBE_ERROR,
	STSX_PROBE_TIMER,
	STSX_PROBE_FILE_READ, /* procfs */
	STSX_PROBE_FILE_WRITE,
	STSX_PROBE_INPUT_CHAR,
	STSX_PROBE_INPUT_LINE,
	STSX_PROBE_EVENT, /* attached; handler is NULL where all of it always runs in the kernel */
	STSX_PROBE_NEVER,
};

/* A value of the event that library functions look at (tid() inside thread_indent()). */
struct stsx_ambient {
	const char *name; /* of the intrinsic: "tid" */
	uint32_t field;
	uint32_t offset; /* in the record; a long, or a string for names whose intrinsic gives one */
};

/* A field of the event's record. */
struct stsx_field {
	uint32_t offset; /* in the record */
	uint32_t size; /* of a string with its NUL; 0: a long */
	const char *key; /* of a program that replays: what a recording calls it */
};

struct stsx_probe {
	enum stsx_probe_kind kind;
	const char *point; /* what pp() gives and errors name: "kernel.trace(\"kfree_skb\")" */
	const char *name; /* what pn() gives */
	int64_t sequence; /* begin, end, error */
	uint64_t period_ns; /* timers */
	uint64_t randomize_ns;
	const char *path; /* files: in the session's folder */
	uint32_t umask; /* the permissions that the file does not have */
	uint32_t max_size; /* bytes that a read gives; 0: as many as a string has */
	int64_t max_action; /* the budget of one run */
	bool merges; /* touches a fed global: merge before it runs, and before its condition is evaluated */
	uint64_t locks; /* of the shared globals that it touches: bit i is lock i */
	void (*handler)(struct stsx_context *c, const struct stsx_record *record);
	int64_t (*condition)(struct stsx_context *c); /* `if (…)` behind the point; NULL: none */
	const struct stsx_ambient *ambients;
	uint32_t ambient_count;
	/* Of a program that can record: what the event's record holds. */
	const struct stsx_field *fields;
	uint32_t field_count;
};

enum stsx_attach_kind {
	STSX_ATTACH_RAW_TRACEPOINT, /* SEC("raw_tp") */
	STSX_ATTACH_BTF_TRACEPOINT, /* SEC("tp_btf/NAME") */
	STSX_ATTACH_FENTRY,
	STSX_ATTACH_FEXIT,
	STSX_ATTACH_KPROBE,
	STSX_ATTACH_KRETPROBE,
	STSX_ATTACH_KPROBE_EACH, /* the program of kprobe.multi by a kprobe for each function */
	STSX_ATTACH_KRETPROBE_EACH,
	STSX_ATTACH_KPROBE_MULTI,
	STSX_ATTACH_KRETPROBE_MULTI,
	STSX_ATTACH_UPROBE,
	STSX_ATTACH_URETPROBE,
	STSX_ATTACH_USDT, /* a mark of a program */
	STSX_ATTACH_PERF_EVENT, /* SEC("perf_event") */
};

/* A parameter of a function that a program reads. */
struct stsx_parameter {
	uint32_t index;
	const char *name;
	/* The structure that it points to; "*": something else that it points to; "#": a number; "": anything else */
	const char *type;
};

/*
 * A script's list of alternatives (`A !, B`) is a ladder: of its rungs, from 0, the first that has a choice this machine can do is
 * taken, the choices of the others are left out. A ladder inside another has the greater number.
 */
struct stsx_rung {
	uint32_t ladder;
	uint32_t rung;
};

/*
 * One way to attach one point. Entries with the same `choice` stand together and are alternatives, best first: the first that this
 * machine can do is used, the programs of the others are not loaded. A choice nobody can do is an error that names the
 * target, unless it is optional.
 */
struct stsx_attach {
	uint32_t choice;
	uint32_t probe;
	enum stsx_attach_kind kind;
	const char *program; /* the BPF function's name; it may jump to programs called NAME_call_N, which are loaded with it */
	/*
	 * Of a return probe: a second program, of the entry kind of the same mechanism, that keeps the arguments for it. It is
	 * loaded with `program` and attached to the same function before it. NULL: none.
	 */
	const char *entry_program;
	const char *target; /* tracepoint or kernel function */
	const char *module; /* NULL: the kernel itself */
	/* perf_event_open(2). Without a period `hertz` times a second, 0: as often as the kernel's timer. */
	uint32_t perf_type;
	uint64_t perf_config;
	uint64_t perf_period;
	uint32_t hertz;
	const char *process; /* program whose processes are meant; "": that of -c or -x; NULL: every CPU */
	bool optional;
	/* Of the point, the same for all entries of a choice. */
	const struct stsx_rung *rungs;
	uint32_t rung_count;
	/*
	 * Of uprobes: the file, and where in it the instruction stands in the build of it that has this id. In another build the function
	 * `target` is looked for. A program that several points share tells them apart by the cookie, their probe.
	 */
	const char *path;
	const char *build_id; /* hexadecimal; NULL: it has none */
	uint64_t offset;
	const char *provider; /* of a mark, whose name is `target` and whose file is `path` */
	/* What the program takes the function to be: a kernel on which it is another cannot be probed that way. */
	const struct stsx_parameter *reads;
	uint32_t read_count;
	uint32_t parameter_count;
	bool reads_result;
};

struct stsx_program {
	uint32_t abi; /* STSX_ABI */
	const char *name; /* of the script, for messages and --help */
	struct stsx_limits limits;
	const struct stsx_global *globals;
	uint32_t global_count;
	const struct stsx_fed_global *fed;
	uint32_t fed_count;
	const struct stsx_shared_global *shared;
	uint32_t shared_count;
	/* In the order of derivation: equal sequence numbers and equal deadlines run in it. */
	const struct stsx_probe *probes;
	uint32_t probe_count;
	/* Members of kernel structures that the user half reads. */
	struct stsx_member *members;
	uint32_t member_count;
	/* The kernel half: bytes of the BPF object file; NULL: all of the program runs in user space. */
	const void *object;
	size_t object_size;
	const struct stsx_attach *attach;
	uint32_t attach_count;
	/* Files by which the kernel half tells processes: stsx_executables, in order. */
	const char *const *executables;
	uint32_t executable_count;
	/* Files whose functions stacks may show, known by their build ids. */
	const char *const *images;
	uint32_t image_count;
	/* What STSX_RECORD_ERROR records refer to. */
	const struct stsx_site *kernel_sites;
	uint32_t kernel_site_count;
	/* Options that were given at compile time: defaults of the program's own. NULL or 0: not given. */
	const char *command; /* -c */
	uint32_t buffer_mb; /* of the ring buffer; 0: as the object has it */
	const char *session_name; /* -m */
	const char *output_file; /* -o */
	int32_t target_pid; /* -x */
	uint32_t timeout_ms; /* -T */
	bool suppress_handler_errors;
	bool suppress_warnings; /* -w */
	/* A program that can record: the recording's first line, and the file, which is a default likewise. */
	const char *recording_header;
	const char *record_file;
	/* Its events come from a recording; each is a batch of its own if what the user half does with it decides about the next. */
	bool replays;
	bool replays_singly;
};

/* Runs the program; gives the exit status: 0, 1 after run-time errors or failure to start, 2 for a wrong command line. */
int stsx_main(int argc, char **argv, const struct stsx_program *program);

#endif
