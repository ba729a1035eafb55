// SPDX-License-Identifier: Apache-2.0
/*
 * A uprobe belongs to an instruction of a file, in whatever process maps it: which processes are meant is for the program to test. The
 * kernel's own filter by process knows single threads only.
 */
#include "uprobes.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "../symbols/image.h"
#include "attach.h"
#include "kernel.h"
#include "programs.h"
#include "session.h"

/* Where the way's instruction stands in the file as it is on this machine. */
static bool find_place(struct stsx_session *session, const struct stsx_attach *way, uint64_t *offset)
{
	const struct stsx_image *image = stsx_image_open(way->path);
	const struct stsx_image_symbol *symbol;

	if (!image) {
		errno = ENOENT;
		return false;
	}
	*offset = way->offset;
	if (strcmp(image->build_id, way->build_id ? way->build_id : "") == 0)
		return true;
	symbol = way->target ? stsx_image_function(image, way->target) : NULL;
	if (!symbol) {
		stsx_complain(session, "%s is another build than the one that %s was compiled for", way->path,
			      session->program->name);
		errno = ESTALE;
		return false;
	}
	*offset = symbol->offset;
	return true;
}

static bool attach_at(struct stsx_kernel *kernel, const struct stsx_attach *way,
		      const char *name, bool at_return, uint64_t offset)
{
	/* Cookies, which kernels have since 5.15, are asked for only where a program needs to know which of its points was met. */
	bool is_shared = stsx_program_named(kernel, way->program)->uses > 1;
	LIBBPF_OPTS(bpf_uprobe_opts, options, .retprobe = at_return, .bpf_cookie = is_shared ? way->probe : 0);
	struct bpf_link *link = bpf_program__attach_uprobe_opts(stsx_program_named(kernel, name)->program, -1, way->path,
								offset, &options);

	if (!link)
		return false;
	stsx_kernel_keep_link(kernel, link);
	return true;
}

static bool attach_mark(struct stsx_kernel *kernel, const struct stsx_attach *way)
{
	struct bpf_program *program = stsx_program_named(kernel, way->program)->program;
	struct bpf_link *link = bpf_program__attach_usdt(program, -1, way->path, way->provider, way->target, NULL);

	if (!link)
		return false;
	stsx_kernel_keep_link(kernel, link);
	return true;
}

bool stsx_uprobe_attach(struct stsx_session *session, struct stsx_kernel *kernel, const struct stsx_attach *way)
{
	uint64_t offset;

	if (way->kind == STSX_ATTACH_USDT)
		return attach_mark(kernel, way);
	if (!find_place(session, way, &offset))
		return false;
	if (way->entry_program && !attach_at(kernel, way, way->entry_program, false, offset))
		return false;
	return attach_at(kernel, way, way->program, way->kind == STSX_ATTACH_URETPROBE, offset);
}

bool stsx_executable_identify(const char *path, struct stsx_executable *executable)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return false;
	executable->inode = status.st_ino;
	/* The kernel's own encoding of device numbers. */
	executable->device = (__u32)(major(status.st_dev) << 20 | minor(status.st_dev));
	return true;
}
