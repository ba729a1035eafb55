// SPDX-License-Identifier: Apache-2.0
/* What this kernel can attach to, tried with programs that do nothing; each mechanism is tried once. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../symbols/symbols.h"
#include "attach.h"
#include "perf-events.h"
#include "prototypes.h"

enum answer { UNKNOWN, NO, YES };

/* r0 = 0; exit */
static const struct bpf_insn nothing[] = {
	{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 0},
	{.code = BPF_JMP | BPF_EXIT},
};

static bool try_fentry(const char *function)
{
	LIBBPF_OPTS(bpf_prog_load_opts, options);
	int program;
	int link;

	options.expected_attach_type = BPF_TRACE_FENTRY;
	options.attach_btf_id = stsx_prototype_find(function);
	program = bpf_prog_load(BPF_PROG_TYPE_TRACING, "stsx_try", "GPL", nothing, 2, &options);
	if (program < 0)
		return false;
	link = bpf_raw_tracepoint_open(NULL, program);
	close(program);
	if (link < 0)
		return false;
	close(link);
	return true;
}

static bool try_kprobe_multi(const char *function)
{
	LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = BPF_TRACE_KPROBE_MULTI);
	LIBBPF_OPTS(bpf_link_create_opts, attach);
	const char *functions[] = {function};
	int program = bpf_prog_load(BPF_PROG_TYPE_KPROBE, "stsx_try", "GPL", nothing, 2, &options);
	int link;

	if (program < 0)
		return false;
	attach.kprobe_multi.syms = functions;
	attach.kprobe_multi.cnt = 1;
	link = bpf_link_create(program, 0, BPF_TRACE_KPROBE_MULTI, &attach);
	close(program);
	if (link < 0)
		return false;
	close(link);
	return true;
}

static bool has_kprobes(void)
{
	static enum answer answer;

	if (answer == UNKNOWN)
		answer = access("/sys/bus/event_source/devices/kprobe/type", R_OK) == 0 ? YES : NO;
	return answer == YES;
}

static bool has_uprobes(void)
{
	return access("/sys/bus/event_source/devices/uprobe/type", R_OK) == 0;
}

/* A number that a kprobe hands over to its program. */
static bool has_cookies(void)
{
	static enum answer answer;

	if (answer == UNKNOWN)
		answer = libbpf_probe_bpf_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_get_attach_cookie, NULL) > 0
				 ? YES
				 : NO;
	return answer == YES;
}

static bool has_fentry(const char *function)
{
	static enum answer answer;

	if (answer == NO || stsx_prototype_find(function) == 0)
		return false;
	if (answer == UNKNOWN)
		answer = try_fentry(function) ? YES : NO;
	return answer == YES;
}

static bool has_kprobe_multi(const char *function)
{
	static enum answer answer;

	if (answer == UNKNOWN)
		answer = try_kprobe_multi(function) ? YES : NO;
	return answer == YES;
}

/* Reading the list of symbols takes longer than reading the types. */
static bool has_function(const struct stsx_attach *way)
{
	return (!way->module && stsx_prototype_find(way->target) != 0) ||
	       stsx_symbol_find(way->target, way->module) != NULL;
}

static bool fits(const struct stsx_attach *way)
{
	return has_function(way) && stsx_prototype_lack(way) == NULL;
}

bool stsx_way_is_shared(const struct stsx_attach *way)
{
	return way->kind == STSX_ATTACH_KPROBE_MULTI || way->kind == STSX_ATTACH_KRETPROBE_MULTI ||
	       way->kind == STSX_ATTACH_KPROBE_EACH || way->kind == STSX_ATTACH_KRETPROBE_EACH;
}

bool stsx_way_exists(const struct stsx_attach *way)
{
	switch (way->kind) {
	case STSX_ATTACH_RAW_TRACEPOINT:
		/*
		 * Whether it is there shows when it is attached: reading the kernel's types only for that
		 * takes long. Where there are alternatives it must be known before.
		 */
		return way->rung_count == 0 || stsx_prototype_has_tracepoint(way->target);
	case STSX_ATTACH_BTF_TRACEPOINT:
		return libbpf_find_vmlinux_btf_id(way->target, BPF_TRACE_RAW_TP) > 0;
	case STSX_ATTACH_FENTRY:
	case STSX_ATTACH_FEXIT:
		/* A module's functions are described by the module: looked up when the program is loaded. */
		return fits(way) && (way->module || (has_fentry(way->target) &&
						     stsx_prototype_fits_trampoline(way->target)));
	case STSX_ATTACH_KPROBE:
	case STSX_ATTACH_KRETPROBE:
		return has_kprobes() && fits(way);
	case STSX_ATTACH_KPROBE_EACH:
	case STSX_ATTACH_KRETPROBE_EACH:
		return has_kprobes() && has_cookies() && fits(way);
	case STSX_ATTACH_KPROBE_MULTI:
	case STSX_ATTACH_KRETPROBE_MULTI:
		return fits(way) && has_kprobe_multi(way->target);
	case STSX_ATTACH_UPROBE:
	case STSX_ATTACH_URETPROBE:
	case STSX_ATTACH_USDT:
		return has_uprobes();
	case STSX_ATTACH_PERF_EVENT:
		return stsx_perf_event_exists(way);
	}
	return false;
}

const char *stsx_way_lack(const struct stsx_attach *way)
{
	switch (way->kind) {
	case STSX_ATTACH_RAW_TRACEPOINT:
	case STSX_ATTACH_BTF_TRACEPOINT:
		return "it has no such tracepoint";
	case STSX_ATTACH_FENTRY:
	case STSX_ATTACH_FEXIT:
	case STSX_ATTACH_KPROBE:
	case STSX_ATTACH_KRETPROBE:
	case STSX_ATTACH_KPROBE_EACH:
	case STSX_ATTACH_KRETPROBE_EACH:
	case STSX_ATTACH_KPROBE_MULTI:
	case STSX_ATTACH_KRETPROBE_MULTI:
		if (!has_function(way))
			return "it has no such function that could be probed";
		if (stsx_prototype_lack(way))
			return stsx_prototype_lack(way);
		return "it supports neither fentry nor kprobes (CONFIG_FUNCTION_TRACER, CONFIG_KPROBES)";
	case STSX_ATTACH_UPROBE:
	case STSX_ATTACH_URETPROBE:
	case STSX_ATTACH_USDT:
		return "it has no uprobes (CONFIG_UPROBE_EVENTS)";
	case STSX_ATTACH_PERF_EVENT:
		return way->perf_type == PERF_TYPE_SOFTWARE ? "it does not count such events (CONFIG_PERF_EVENTS)"
							    : "this machine counts no such hardware events, as most "
							      "virtual machines; perf.sw.cpu_clock samples by time";
	}
	return "it cannot";
}
