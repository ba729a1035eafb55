// SPDX-License-Identifier: Apache-2.0
/* Loading the kernel half: open, configure, choose, load, attach; and the words for what goes wrong. */
#include "kernel.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../array/hash.h"
#include "../core/clock.h"
#include "../core/memory.h"
#include "../core/random.h"
#include "attach.h"
#include "file-limit.h"
#include "merge.h"
#include "../api/intrinsics.h"
#include "../symbols/symbols.h"
#include "programs.h"
#include "prototypes.h"
#include "record.h"
#include "replay.h"
#include "session.h"
#include "shared.h"
#include "traceable.h"
#include "uprobes.h"

static unsigned int verbosity;

/* libbpf's own words are for those who ask for them. */
static int print_libbpf(enum libbpf_print_level level, const char *format, va_list arguments)
{
	if (verbosity == 0 || (verbosity == 1 && level != LIBBPF_WARN) || (verbosity == 2 && level == LIBBPF_DEBUG))
		return 0;
	return vfprintf(stderr, format, arguments);
}

void *stsx_kernel_variable(const struct stsx_kernel *kernel, const char *section, const char *name, size_t *size)
{
	struct bpf_object *object = kernel->object;
	const struct btf *btf = bpf_object__btf(object);
	struct bpf_map *map = bpf_object__find_map_by_name(object, section);
	int id = btf ? btf__find_by_name_kind(btf, section, BTF_KIND_DATASEC) : -1;
	const struct btf_type *type;
	const struct btf_var_secinfo *variables;
	size_t map_size;
	char *memory;

	if (!map || id < 0)
		return NULL;
	memory = (char *)(uintptr_t)bpf_map__initial_value(map, &map_size);
	type = btf__type_by_id(btf, (__u32)id);
	variables = btf_var_secinfos(type);
	for (int i = 0; memory && i < btf_vlen(type); i++) {
		const struct btf_type *found = btf__type_by_id(btf, variables[i].type);

		if (strcmp(btf__name_by_offset(btf, found->name_off), name) != 0)
			continue;
		*size = variables[i].size;
		return memory + variables[i].offset;
	}
	return NULL;
}

/* Tells the kernel half by what it knows the files that processes run. */
static bool identify_executables(struct stsx_session *session, struct stsx_kernel *kernel)
{
	const struct stsx_program *program = session->program;
	size_t size;
	struct stsx_executable *executables = stsx_kernel_variable(kernel, ".rodata", "stsx_executables", &size);

	for (uint32_t i = 0; i < program->executable_count; i++) {
		if (!executables || size < (i + 1) * sizeof(*executables) ||
		    !stsx_executable_identify(program->executables[i], &executables[i])) {
			stsx_complain(session, "ERROR: cannot find the program %s: %s", program->executables[i],
				      strerror(errno));
			return false;
		}
	}
	return true;
}

static bool configure(struct stsx_session *session, struct stsx_kernel *kernel)
{
	size_t size;
	struct stsx_config *config = stsx_kernel_variable(kernel, ".rodata", "stsx_config", &size);
	char *state = stsx_kernel_variable(kernel, ".bss", "stsx_state", &size);

	if (!state || size < sizeof(struct stsx_state)) {
		stsx_complain(session, "ERROR: the kernel half of this program has no stsx_state");
		return false;
	}
	kernel->state = (struct stsx_state *)state;
	kernel->state->cycles_origin = stsx_cycle_counter();
	kernel->state->cycles_ns = stsx_clock_ns(CLOCK_MONOTONIC);
	if (size > sizeof(struct stsx_state)) {
		kernel->disabled = (uint8_t *)state + sizeof(struct stsx_state);
		kernel->disabled_count = (uint32_t)(size - sizeof(struct stsx_state));
	}
	if (config) {
		config->target_pid = (__u32)session->options.target_pid;
		config->own_pid = (__u32)getpid();
		config->own_uid = (__u32)stsx_fn___own_uid(session->context, NULL);
		config->pid_namespace = (__u32)stsx_fn___own_pid_namespace(session->context, NULL);
		stsx_hash_seed = stsx_random();
		config->hash_seed = stsx_hash_seed;
		config->stops_at_error = session->program->limits.max_errors == 0 && !session->options.suppress_handler_errors;
	}
	return identify_executables(session, kernel);
}

void stsx_complain_of_privileges(struct stsx_session *session)
{
	stsx_complain(session, "ERROR: loading the kernel half of %s needs root, or CAP_BPF and CAP_PERFMON: run it with sudo",
		      session->program->name);
}

/* Why the kernel would not take a program, as far as that can be told. */
static void complain_of_load(struct stsx_session *session, int error)
{
	if ((error == EPERM || error == EACCES) && geteuid() != 0)
		stsx_complain_of_privileges(session);
	else if (access("/sys/kernel/btf/vmlinux", R_OK) != 0)
		stsx_complain(session, "ERROR: this kernel describes no types (/sys/kernel/btf/vmlinux is missing): it "
				       "takes one built with CONFIG_DEBUG_INFO_BTF=y");
	else
		stsx_complain(session, "ERROR: the kernel did not take the kernel half of %s: %s%s",
			      session->program->name, strerror(error),
			      error == EMFILE		      ? " (ulimit -n limits them)"
			      : error == ENOMEM		      ? " (-s sets the size of its buffer for events)"
			      : session->options.verbosity ? ""
							   : " (-v shows its reasons)");
}

/* The kernel rounds up to a power of two. */
static void size_events(struct stsx_session *session, struct stsx_kernel *kernel)
{
	struct bpf_map *map = bpf_object__find_map_by_name(kernel->object, "stsx_events");

	if (map && session->options.buffer_mb)
		bpf_map__set_max_entries(map, session->options.buffer_mb << 20);
}

/* Of programs and links, one each and some more of multi programs, and of whatever else is open. */
static uint64_t descriptors_needed(const struct stsx_kernel *kernel)
{
	struct bpf_program *program;
	uint64_t count = kernel->way_count;

	bpf_object__for_each_program(program, kernel->object)
		count += bpf_program__autoload(program);
	return count * 2 + 256;
}

static bool load(struct stsx_session *session, struct stsx_kernel *kernel)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "stsx");
	int error;

	kernel->object = bpf_object__open_mem(session->program->object, session->program->object_size, &options);
	if (!kernel->object) {
		stsx_complain(session, "ERROR: the kernel half of %s cannot be read: %s", session->program->name,
			      strerror(errno));
		return false;
	}
	stsx_programs_find(kernel, session->program);
	if (!configure(session, kernel) || (!session->replay && !stsx_attach_choose(session, kernel)))
		return false;
	size_events(session, kernel);
	stsx_file_limit_raise(descriptors_needed(kernel));
	error = -bpf_object__load(kernel->object);
	if (error) {
		complain_of_load(session, error);
		return false;
	}
	return true;
}

/*
 * Before loading, .bss is this process's own memory; the map that the programs see is put in its place, at the same address, so that
 * writes reach them.
 */
static bool share_state(struct stsx_session *session, struct stsx_kernel *kernel)
{
	struct bpf_map *map = bpf_object__find_map_by_name(kernel->object, ".bss");
	size_t size = 0;
	const void *memory = bpf_map__initial_value(map, &size);
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *shared;

	size = (size + page - 1) / page * page;
	shared = mmap((void *)(uintptr_t)memory, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, bpf_map__fd(map), 0);
	if (shared == memory)
		return true;
	stsx_complain(session, "ERROR: cannot map the state of the kernel half: %s", strerror(errno));
	return false;
}

static bool start(struct stsx_session *session, struct stsx_kernel *kernel)
{
	if (!load(session, kernel) || !share_state(session, kernel) || !stsx_merge_open(session, kernel) ||
	    !stsx_shared_open(session, kernel))
		return false;
	session->kernel = kernel;
	if (!stsx_kernel_open_events(session)) {
		stsx_complain(session, "ERROR: cannot map the ring buffer of events: %s", strerror(errno));
		return false;
	}
	return session->replay ? stsx_replay_prepare(session) : stsx_attach_all(session, kernel);
}

struct stsx_kernel *stsx_kernel_start(struct stsx_session *session)
{
	struct stsx_kernel *kernel = stsx_calloc(1, sizeof(*kernel));

	verbosity = session->options.verbosity;
	libbpf_set_print(print_libbpf);
	kernel->cpu_count = libbpf_num_possible_cpus();
	for (uint32_t i = 0; i < session->program->probe_count; i++) {
		if (session->program->probes[i].kind == STSX_PROBE_EVENT && session->program->probes[i].condition)
			kernel->has_conditions = true;
	}
	if (!start(session, kernel)) {
		session->kernel = NULL;
		stsx_kernel_destroy(session, kernel);
		return NULL;
	}
	/* Reading the kernel's types took memory that is not needed any more. */
	stsx_prototypes_forget();
	stsx_symbol_names_forget();
	stsx_traceable_forget();
	malloc_trim(0);
	return kernel;
}

void stsx_kernel_detach(struct stsx_kernel *kernel)
{
	for (uint32_t i = 0; i < kernel->link_count; i++)
		bpf_link__destroy(kernel->links[i]);
	free(kernel->links);
	kernel->links = NULL;
	kernel->link_count = 0;
}

void stsx_kernel_destroy(struct stsx_session *session, struct stsx_kernel *kernel)
{
	stsx_kernel_detach(kernel);
	stsx_ring_close(&kernel->ring);
	stsx_merge_close(kernel);
	stsx_shared_close(session, kernel);
	bpf_object__close(kernel->object);
	free(kernel->ways);
	free(kernel->programs);
	free(kernel);
}

/* For gettimeofday_ns() in the kernel half. The clocks drift apart as slowly as time is adjusted. */
static void renew_realtime(struct stsx_kernel *kernel)
{
	kernel->state->realtime_offset = stsx_clock_ns(CLOCK_REALTIME) - stsx_clock_ns(CLOCK_MONOTONIC);
}

/* For get_cycles() in the kernel half: how fast the counter ran while the program was loaded. */
static void measure_cycles(volatile struct stsx_state *state)
{
	uint64_t cycles = stsx_cycle_counter() - state->cycles_origin;
	uint64_t ns = (uint64_t)stsx_clock_ns(CLOCK_MONOTONIC) - state->cycles_ns;

	if (state->cycles_scale == 0 && ns > 0)
		state->cycles_scale = (uint64_t)(((unsigned __int128)cycles << 20) / ns);
}

void stsx_kernel_activate(struct stsx_kernel *kernel, bool active)
{
	renew_realtime(kernel);
	measure_cycles(kernel->state);
	kernel->state->active = active;
}

void stsx_kernel_switch(struct stsx_kernel *kernel, uint32_t probe, bool on)
{
	if (probe < kernel->disabled_count)
		kernel->disabled[probe] = !on;
}

void stsx_kernel_lost(struct stsx_session *session, uint64_t lost)
{
	stsx_record_gap(session, lost);
	session->skipped += lost;
	if (session->skipped <= session->program->limits.max_skipped || session->failed)
		return;
	stsx_complain(session, "ERROR: Skipped too many probes, check MAXSKIPPED or try again with stap -t for more "
			       "details.");
	stsx_fail(session);
}

static void check_elements(struct stsx_session *session)
{
	struct stsx_kernel *kernel = session->kernel;
	uint64_t lost = kernel->state->lost_elements;

	if (lost == kernel->lost_elements)
		return;
	kernel->lost_elements = lost;
	stsx_complain(session, "ERROR: %llu elements of arrays were not found, since their hashes are the same: please report "
			       "this",
		      (unsigned long long)lost);
	stsx_fail(session);
}

static void check_lost(struct stsx_session *session)
{
	struct stsx_kernel *kernel = session->kernel;
	uint64_t lost = kernel->state->lost - kernel->lost;

	kernel->lost += lost;
	stsx_kernel_lost(session, lost);
}

void stsx_kernel_check(struct stsx_session *session)
{
	renew_realtime(session->kernel);
	check_lost(session);
	check_elements(session);
	stsx_check_locks(session);
}
