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
		stsx_complain(session, "ERROR: this kernel cannot probe %s ('%s'): %s", point, way->target, reason);
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

static bool is_of_group(const struct stsx_kernel *kernel, uint32_t first, uint32_t index)
{
	return kernel->ways[index]->kind == kernel->ways[first]->kind &&
	       strcmp(kernel->ways[index]->program, kernel->ways[first]->program) == 0;
}

/* Was this way attached together with an earlier one? */
static bool is_attached_before(const struct stsx_kernel *kernel, uint32_t index)
{
	if (!stsx_way_is_shared(kernel->ways[index]))
		return false;
	for (uint32_t i = 0; i < index; i++) {
		if (is_of_group(kernel, i, index))
			return true;
	}
	return false;
}

/* All functions of one program at once; the cookie of each is its probe. */
static struct bpf_link *attach_multi(struct stsx_session *session, const struct stsx_kernel *kernel,
				     uint32_t from, struct bpf_program *program, bool at_return)
{
	const char **functions = stsx_calloc(kernel->way_count, sizeof(*functions));
	__u64 *cookies = stsx_calloc(kernel->way_count, sizeof(*cookies));
	LIBBPF_OPTS(bpf_kprobe_multi_opts, options, .syms = functions, .cookies = cookies,
		    .retprobe = at_return);
	struct bpf_link *link = NULL;
	int error;

	for (uint32_t i = from; i < kernel->way_count; i++) {
		const struct stsx_attach *way = kernel->ways[i];

		if (!is_of_group(kernel, from, i))
			continue;
		if (way->optional && !stsx_is_traceable(way->target)) {
			if (i != from)
				stsx_say_left_out(session, way, "it cannot be traced");
			continue;
		}
		functions[options.cnt] = way->target;
		cookies[options.cnt++] = way->probe;
	}
	if (options.cnt > 0)
		link = bpf_program__attach_kprobe_multi_opts(program, NULL, &options);
	error = options.cnt > 0 ? errno : ENOENT;
	free(functions);
	free(cookies);
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
		link = attach_kprobe(
			way, bpf_object__find_program_by_name(kernel->object, way->entry_program), false);
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
static bool attach_each(struct stsx_session *session, struct stsx_kernel *kernel, uint32_t from,
			struct bpf_program *program)
{
	bool any = false;

	for (uint32_t i = from; i < kernel->way_count; i++) {
		const struct stsx_attach *way = kernel->ways[i];

		if (!is_of_group(kernel, from, i))
			continue;
		if (attach_function(kernel, way, program))
			any = true;
		else if (!way->optional)
			return false;
		else if (i != from)
			stsx_say_left_out(session, way, words_for(errno));
	}
	return any;
}

static bool attach_group(struct stsx_session *session, struct stsx_kernel *kernel, uint32_t from,
			 struct bpf_program *program)
{
	const struct stsx_attach *way = kernel->ways[from];
	struct bpf_link *link;

	if (way->entry_program) {
		struct bpf_program *entry =
			bpf_object__find_program_by_name(kernel->object, way->entry_program);

		link = attach_multi(session, kernel, from, entry, false);
		if (!link)
			return false;
		stsx_kernel_keep_link(kernel, link);
	}
	link = attach_multi(session, kernel, from, program, is_at_return(way));
	if (!link)
		return false;
	stsx_kernel_keep_link(kernel, link);
	return true;
}

static bool attach(struct stsx_session *session, struct stsx_kernel *kernel, uint32_t index,
		   struct bpf_program *program)
{
	const struct stsx_attach *way = kernel->ways[index];
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
		return attach_each(session, kernel, index, program);
	case STSX_ATTACH_KPROBE_MULTI:
	case STSX_ATTACH_KRETPROBE_MULTI:
		return attach_group(session, kernel, index, program);
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
		const struct stsx_attach *way = kernel->ways[i];
		struct bpf_program *program = bpf_object__find_program_by_name(kernel->object, way->program);

		if (is_attached_before(kernel, i))
			continue;
		if (attach(session, kernel, i, program)) {
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
