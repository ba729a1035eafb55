// SPDX-License-Identifier: Apache-2.0
/* Attaches by links, which the kernel takes away when the process goes, however it goes. */
#include "attach.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../core/memory.h"
#include "kernel.h"
#include "perf-events.h"
#include "programs.h"
#include "session.h"
#include "traceable.h"
#include "uprobes.h"

static const char *const kind_names[] = {
	[STSX_ATTACH_RAW_TRACEPOINT] = "raw tracepoint",
	[STSX_ATTACH_BTF_TRACEPOINT] = "BTF tracepoint",
	[STSX_ATTACH_FENTRY] = "fentry",
	[STSX_ATTACH_FEXIT] = "fexit",
	[STSX_ATTACH_KPROBE] = "kprobe",
	[STSX_ATTACH_KRETPROBE] = "kretprobe",
	[STSX_ATTACH_KPROBE_EACH] = "kprobe",
	[STSX_ATTACH_KRETPROBE_EACH] = "kretprobe",
	[STSX_ATTACH_KPROBE_MULTI] = "kprobe.multi",
	[STSX_ATTACH_KRETPROBE_MULTI] = "kretprobe.multi",
	[STSX_ATTACH_UPROBE] = "uprobe",
	[STSX_ATTACH_URETPROBE] = "uretprobe",
	[STSX_ATTACH_USDT] = "mark",
	[STSX_ATTACH_PERF_EVENT] = "perf event",
};

/* The kernel's own "not supported", which the C library has no words for. */
#define KERNEL_ENOTSUPP 524

static const char *words_for(int error)
{
	switch (error) {
	case KERNEL_ENOTSUPP:
		return "it does not support that";
	case EMFILE:
		return "this process may not open so many files (ulimit -n)";
	default:
		return strerror(error);
	}
}

void stsx_complain_of_way(struct stsx_session *session, const struct stsx_attach *way, const char *reason)
{
	const char *point = session->program->probes[way->probe].point;

	/* Without privileges the kernel hides what it has. */
	if (geteuid() != 0)
		stsx_complain_of_privileges(session);
	else if (way->target)
		stsx_complain(session, "ERROR: this kernel cannot probe %s ('%s'): %s", point, way->target,
			      reason);
	else
		stsx_complain(session, "ERROR: this kernel cannot probe %s: %s", point, reason);
}

void stsx_say_left_out(struct stsx_session *session, const struct stsx_attach *way, const char *reason)
{
	if (session->options.verbosity)
		stsx_complain(session, "%s: left out: %s", session->program->probes[way->probe].point,
			      reason);
}

void stsx_kernel_keep_link(struct stsx_kernel *kernel, struct bpf_link *link)
{
	kernel->links = stsx_realloc(kernel->links, (kernel->link_count + 1) * sizeof(struct bpf_link *));
	kernel->links[kernel->link_count++] = link;
}

/* The next way that is attached together with this one; NULL: it is the last. */
static const struct stsx_way *next_of(const struct stsx_kernel *kernel, const struct stsx_way *way)
{
	return way->next ? &kernel->ways[way->next] : NULL;
}

struct functions {
	const char **names;
	__u64 *cookies; /* of each, its probe */
	uint32_t count;
};

/* All of the group; with `traceable` only those that the kernel says it can trace. */
static void list_functions(struct stsx_session *session, const struct stsx_kernel *kernel,
			   const struct stsx_way *first, bool traceable, struct functions *functions)
{
	functions->count = 0;
	for (const struct stsx_way *way = first; way; way = next_of(kernel, way)) {
		const struct stsx_attach *row = way->row;

		if (traceable && row->optional && !stsx_is_traceable(row->target)) {
			if (way != first)
				stsx_say_left_out(session, row, "it cannot be traced");
			continue;
		}
		functions->names[functions->count] = row->target;
		functions->cookies[functions->count++] = row->probe;
	}
}

static struct bpf_link *attach_to_all(struct bpf_program *program, const struct functions *functions,
				      bool at_return)
{
	LIBBPF_OPTS(bpf_kprobe_multi_opts, options, .syms = functions->names, .cookies = functions->cookies,
		    .cnt = functions->count, .retprobe = at_return);

	if (functions->count == 0) {
		errno = ENOENT;
		return NULL;
	}
	return bpf_program__attach_kprobe_multi_opts(program, NULL, &options);
}

/*
 * All functions of one program at once. The kernel takes all or none: those that cannot be traced are left
 * out only when it took none, since finding them takes longer.
 */
static struct bpf_link *attach_multi(struct stsx_session *session, const struct stsx_kernel *kernel,
				     const struct stsx_way *first, struct bpf_program *program,
				     bool at_return)
{
	struct functions functions = {
		.names = stsx_calloc(kernel->way_count, sizeof(*functions.names)),
		.cookies = stsx_calloc(kernel->way_count, sizeof(*functions.cookies)),
	};
	struct bpf_link *link = NULL;
	int error;

	if (!stsx_traceable_is_read()) {
		list_functions(session, kernel, first, false, &functions);
		link = attach_to_all(program, &functions, at_return);
	}
	if (!link) {
		list_functions(session, kernel, first, true, &functions);
		link = attach_to_all(program, &functions, at_return);
	}
	error = errno;
	free(functions.names);
	free(functions.cookies);
	errno = error;
	return link;
}

static struct bpf_link *attach_kprobe(const struct stsx_attach *way, struct bpf_program *program,
				      bool at_return)
{
	LIBBPF_OPTS(bpf_kprobe_opts, options, .retprobe = at_return,
		    .bpf_cookie = stsx_way_is_shared(way) ? way->probe : 0);

	return bpf_program__attach_kprobe_opts(program, way->target, &options);
}

static bool is_at_return(const struct stsx_attach *way)
{
	return way->kind == STSX_ATTACH_KRETPROBE || way->kind == STSX_ATTACH_KRETPROBE_EACH ||
	       way->kind == STSX_ATTACH_KRETPROBE_MULTI;
}

/* A kprobe for one function; the program that keeps the arguments of calls for the one at the return before
 * it. */
static bool attach_function(struct stsx_kernel *kernel, const struct stsx_attach *way,
			    struct bpf_program *program)
{
	struct bpf_link *link;

	if (way->entry_program) {
		link = attach_kprobe(way, stsx_program_named(kernel, way->entry_program)->program, false);
		if (!link)
			return false;
		stsx_kernel_keep_link(kernel, link);
	}
	link = attach_kprobe(way, program, is_at_return(way));
	if (!link)
		return false;
	stsx_kernel_keep_link(kernel, link);
	return true;
}

/* A kprobe for each function of the group, with its probe as cookie. */
static bool attach_each(struct stsx_session *session, struct stsx_kernel *kernel,
			const struct stsx_way *first)
{
	bool any = false;

	for (const struct stsx_way *way = first; way; way = next_of(kernel, way)) {
		if (attach_function(kernel, way->row, way->program->program))
			any = true;
		else if (!way->row->optional)
			return false;
		else if (way != first)
			stsx_say_left_out(session, way->row, words_for(errno));
	}
	return any;
}

static bool attach_group(struct stsx_session *session, struct stsx_kernel *kernel,
			 const struct stsx_way *first)
{
	const struct stsx_attach *row = first->row;
	struct bpf_link *link;

	if (row->entry_program) {
		struct bpf_program *entry = stsx_program_named(kernel, row->entry_program)->program;

		link = attach_multi(session, kernel, first, entry, false);
		if (!link)
			return false;
		stsx_kernel_keep_link(kernel, link);
	}
	link = attach_multi(session, kernel, first, first->program->program, is_at_return(row));
	if (!link)
		return false;
	stsx_kernel_keep_link(kernel, link);
	return true;
}

static bool attach(struct stsx_session *session, struct stsx_kernel *kernel, const struct stsx_way *chosen)
{
	const struct stsx_attach *way = chosen->row;
	struct bpf_program *program = chosen->program->program;
	struct bpf_link *link = NULL;

	switch (way->kind) {
	case STSX_ATTACH_RAW_TRACEPOINT:
		link = bpf_program__attach_raw_tracepoint(program, way->target);
		break;
	case STSX_ATTACH_BTF_TRACEPOINT:
	case STSX_ATTACH_FENTRY:
	case STSX_ATTACH_FEXIT:
		link = bpf_program__attach_trace(program);
		break;
	case STSX_ATTACH_KPROBE:
	case STSX_ATTACH_KRETPROBE:
		return attach_function(kernel, way, program);
	case STSX_ATTACH_KPROBE_EACH:
	case STSX_ATTACH_KRETPROBE_EACH:
		return attach_each(session, kernel, chosen);
	case STSX_ATTACH_KPROBE_MULTI:
	case STSX_ATTACH_KRETPROBE_MULTI:
		return attach_group(session, kernel, chosen);
	case STSX_ATTACH_UPROBE:
	case STSX_ATTACH_URETPROBE:
	case STSX_ATTACH_USDT:
		return stsx_uprobe_attach(session, kernel, way);
	case STSX_ATTACH_PERF_EVENT:
		return stsx_attach_perf_events(session, kernel, way, program);
	}
	if (!link)
		return false;
	stsx_kernel_keep_link(kernel, link);
	return true;
}

bool stsx_attach_all(struct stsx_session *session, struct stsx_kernel *kernel)
{
	for (uint32_t i = 0; i < kernel->way_count; i++) {
		const struct stsx_attach *way = kernel->ways[i].row;

		if (kernel->ways[i].follows)
			continue;
		if (attach(session, kernel, &kernel->ways[i])) {
			if (session->options.verbosity)
				stsx_complain(session, "%s: attached by %s to %s",
					      session->program->probes[way->probe].point,
					      kind_names[way->kind], way->target ? way->target : "every CPU");
		} else if (!way->optional) {
			stsx_complain_of_way(session, way,
					     errno == ENOENT ? stsx_way_lack(way) : words_for(errno));
			return false;
		} else {
			stsx_say_left_out(session, way, words_for(errno));
		}
	}
	return true;
}
