// SPDX-License-Identifier: Apache-2.0
/* Programs on perf events: perf_event_open(2). An event is one CPU's, or one thread's with all that it starts. */
#include "perf-events.h"

#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../api/program.h"
#include "attach.h"
#include "kernel.h"
#include "session.h"

static int open_event(const struct stsx_attach *way, pid_t pid, int cpu)
{
	struct perf_event_attr attributes = {
		.size = sizeof(attributes),
		.type = way->perf_type,
		.config = way->perf_config,
		.inherit = pid > 0,
	};

	if (way->perf_period) {
		attributes.sample_period = way->perf_period;
	} else {
		attributes.freq = 1;
		attributes.sample_freq = way->hertz ? way->hertz : (uint64_t)sysconf(_SC_CLK_TCK);
	}
	return (int)syscall(__NR_perf_event_open, &attributes, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
}

bool stsx_perf_event_exists(const struct stsx_attach *way)
{
	int fd = open_event(way, way->process ? getpid() : -1, way->process ? -1 : 0);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static bool attach_event(struct stsx_kernel *kernel, const struct stsx_attach *way, struct bpf_program *program,
			 pid_t pid, int cpu)
{
	int fd = open_event(way, pid, cpu);
	struct bpf_link *link;

	if (fd < 0)
		return false;
	link = bpf_program__attach_perf_event(program, fd);
	if (!link) {
		int error = errno;

		close(fd);
		errno = error;
		return false;
	}
	stsx_kernel_keep_link(kernel, link);
	return true;
}

static bool attach_cpus(struct stsx_kernel *kernel, const struct stsx_attach *way, struct bpf_program *program)
{
	bool any = false;

	for (int cpu = 0; cpu < kernel->cpu_count; cpu++) {
		/* A CPU that is possible but absent has none. */
		if (!attach_event(kernel, way, program, -1, cpu) && errno != ENODEV)
			return false;
		any = true;
	}
	return any;
}

/* All threads of a process; one that ends meanwhile is none of them. */
static bool attach_threads(struct stsx_kernel *kernel, const struct stsx_attach *way, struct bpf_program *program,
			   pid_t pid)
{
	char path[64];
	struct dirent *entry;
	bool fits = true;
	DIR *threads;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	threads = opendir(path);
	while (threads && fits && (entry = readdir(threads))) {
		pid_t tid = atoi(entry->d_name);

		fits = tid <= 0 || attach_event(kernel, way, program, tid, -1) || errno == ESRCH;
	}
	if (threads)
		closedir(threads);
	return fits;
}

static bool runs(pid_t pid, const char *program)
{
	char link[64];
	char path[PATH_MAX];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/%d/exe", pid);
	length = readlink(link, path, sizeof(path) - 1);
	if (length < 0)
		return false;
	path[length] = '\0';
	return strcmp(path, program) == 0;
}

/* The process of -c or -x, with what it starts, and all that run the program now. */
static bool attach_processes(struct stsx_session *session, struct stsx_kernel *kernel, const struct stsx_attach *way,
			     struct bpf_program *program)
{
	pid_t target = session->options.target_pid;
	char *file = *way->process ? realpath(way->process, NULL) : NULL;
	bool fits = target <= 0 || attach_threads(kernel, way, program, target);
	struct dirent *entry;
	DIR *processes = file ? opendir("/proc") : NULL;

	while (processes && fits && (entry = readdir(processes))) {
		pid_t pid = atoi(entry->d_name);

		if (pid > 0 && pid != target && runs(pid, file))
			fits = attach_threads(kernel, way, program, pid);
	}
	if (processes)
		closedir(processes);
	free(file);
	return fits;
}

bool stsx_attach_perf_events(struct stsx_session *session, struct stsx_kernel *kernel, const struct stsx_attach *way,
			     struct bpf_program *program)
{
	return way->process ? attach_processes(session, kernel, way, program) : attach_cpus(kernel, way, program);
}
