// SPDX-License-Identifier: Apache-2.0
#include "files.h"

#include <errno.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "../core/memory.h"
#include "file-tree.h"
#include "kernel.h"
#include "mount.h"
#include "session.h"

/* A write's data come in one piece; the kernel wants room for its own head too. */
#define MOST_WRITTEN (128u << 10)
#define REQUEST_SIZE (MOST_WRITTEN + 4096)

/* A file that is open: what its read probe gave when it was read from the start. */
struct opened {
	char *text;
	uint32_t length;
};

struct stsx_files {
	struct stsx_mount mount;
	struct stsx_file_tree *tree;
	char *request;
};

struct request {
	struct stsx_session *session;
	struct stsx_files *files;
	const struct fuse_in_header *head;
	const void *body;
	const struct stsx_file *file; /* that head->nodeid names */
};

static void reply(const struct request *request, int error, const void *body, size_t size)
{
	struct fuse_out_header head = {
		.len = (uint32_t)(sizeof(head) + size),
		.error = -error,
		.unique = request->head->unique,
	};
	struct iovec parts[] = { { &head, sizeof(head) }, { (void *)body, size } };

	/* Who asked may have been interrupted meanwhile. */
	(void)!writev(request->files->mount.device, parts, size > 0 ? 2 : 1);
}

static struct fuse_attr attributes(const struct stsx_file *file)
{
	uint64_t now = (uint64_t)time(NULL);

	return (struct fuse_attr){
		.ino = stsx_file_number(file),
		.atime = now,
		.mtime = now,
		.ctime = now,
		.mode = file->mode,
		.nlink = file->is_folder ? 2 : 1,
		.uid = getuid(),
		.gid = getgid(),
		.blksize = 4096,
	};
}

static void init(const struct request *request)
{
	const struct fuse_init_in *in = request->body;
	struct fuse_init_out out = {
		.major = FUSE_KERNEL_VERSION,
		.minor = FUSE_KERNEL_MINOR_VERSION,
		.max_readahead = in->max_readahead,
		.max_write = MOST_WRITTEN,
		/* A write is one request, however long. */
		.flags = in->flags & FUSE_BIG_WRITES,
	};

	if (in->minor < out.minor)
		out.minor = in->minor;
	reply(request, 0, &out, sizeof(out));
}

static void look_up(const struct request *request)
{
	const struct stsx_file *file = stsx_file_named(request->files->tree, request->file, request->body);
	struct fuse_entry_out out = { 0 };

	if (!file) {
		reply(request, ENOENT, NULL, 0);
		return;
	}
	out.nodeid = stsx_file_number(file);
	out.attr = attributes(file);
	reply(request, 0, &out, sizeof(out));
}

static void tell_attributes(const struct request *request)
{
	struct fuse_attr_out out = { .attr = attributes(request->file) };

	reply(request, 0, &out, sizeof(out));
}

/* To shorten a file before it is written changes nothing of it. */
static void change_attributes(const struct request *request)
{
	const struct fuse_setattr_in *in = request->body;

	if (in->valid & (FATTR_MODE | FATTR_UID | FATTR_GID))
		reply(request, EPERM, NULL, 0);
	else
		tell_attributes(request);
}

static void open_file(const struct request *request)
{
	/* Its length is not known before it is read. */
	struct fuse_open_out out = { .open_flags = FOPEN_DIRECT_IO };

	out.fh = (uintptr_t)stsx_calloc(1, sizeof(struct opened));
	reply(request, 0, &out, sizeof(out));
}

static void release_file(const struct request *request)
{
	const struct fuse_release_in *in = request->body;
	struct opened *opened = (struct opened *)(uintptr_t)in->fh;

	free(opened->text);
	free(opened);
	reply(request, 0, NULL, 0);
}

/* Events that came before are handled before. */
static void run(const struct request *request, const struct stsx_probe *probe)
{
	if (request->session->kernel)
		stsx_kernel_events(request->session, stsx_now(), UINT64_MAX);
	if (!request->session->stopping)
		stsx_run_probe(request->session, probe, NULL);
}

static void fetch(const struct request *request, struct opened *opened)
{
	struct stsx_exchange *exchange = &request->session->exchange;

	/* Of a handler that does not come to run. */
	exchange->length = 0;
	run(request, request->file->read);
	opened->text = stsx_realloc(opened->text, exchange->length + 1);
	memcpy(opened->text, exchange->answer ? exchange->answer : "", exchange->length);
	opened->length = exchange->length;
}

static void read_file(const struct request *request)
{
	const struct fuse_read_in *in = request->body;
	struct opened *opened = (struct opened *)(uintptr_t)in->fh;
	uint64_t rest;

	if (!request->file->read) {
		reply(request, EIO, NULL, 0);
		return;
	}
	if (in->offset == 0)
		fetch(request, opened);
	rest = in->offset < opened->length ? opened->length - in->offset : 0;
	reply(request, 0, rest ? opened->text + in->offset : NULL, rest < in->size ? rest : in->size);
}

static void write_file(const struct request *request)
{
	const struct fuse_write_in *in = request->body;
	struct fuse_write_out out = { .size = in->size };
	uint32_t most = request->session->program->limits.max_string_length - 1;
	char *text;

	if (!request->file->write) {
		reply(request, EIO, NULL, 0);
		return;
	}
	text = stsx_strndup((const char *)(in + 1), in->size < most ? in->size : most);
	request->session->exchange.written = text;
	run(request, request->file->write);
	request->session->exchange.written = NULL;
	free(text);
	reply(request, 0, &out, sizeof(out));
}

static void list_folder(const struct request *request)
{
	const struct fuse_read_in *in = request->body;
	char *entries = stsx_calloc(1, in->size + 1);
	size_t used = 0;
	uint64_t at = in->offset;
	const struct stsx_file *file;

	while ((file = stsx_file_inside(request->files->tree, request->file, at)) != NULL) {
		struct fuse_dirent entry = {
			.ino = stsx_file_number(file),
			.off = at + 1,
			.namelen = (uint32_t)strlen(file->name),
			.type = file->mode >> 12,
		};
		size_t size = FUSE_DIRENT_ALIGN(FUSE_NAME_OFFSET + entry.namelen);

		if (used + size > in->size)
			break;
		memcpy(entries + used, &entry, FUSE_NAME_OFFSET);
		memcpy(entries + used + FUSE_NAME_OFFSET, file->name, entry.namelen);
		used += size;
		at++;
	}
	reply(request, 0, entries, used);
	free(entries);
}

static void tell_space(const struct request *request)
{
	struct fuse_statfs_out out = { .st = { .namelen = 255, .bsize = 4096 } };

	reply(request, 0, &out, sizeof(out));
}

static void open_folder(const struct request *request)
{
	struct fuse_open_out out = { 0 };

	reply(request, 0, &out, sizeof(out));
}

static void answer(const struct request *request)
{
	switch (request->head->opcode) {
	case FUSE_INIT:
		init(request);
		break;
	case FUSE_LOOKUP:
		look_up(request);
		break;
	case FUSE_GETATTR:
		tell_attributes(request);
		break;
	case FUSE_SETATTR:
		change_attributes(request);
		break;
	case FUSE_OPEN:
		open_file(request);
		break;
	case FUSE_READ:
		read_file(request);
		break;
	case FUSE_WRITE:
		write_file(request);
		break;
	case FUSE_RELEASE:
		release_file(request);
		break;
	case FUSE_OPENDIR:
		open_folder(request);
		break;
	case FUSE_READDIR:
		list_folder(request);
		break;
	case FUSE_STATFS:
		tell_space(request);
		break;
	case FUSE_RELEASEDIR:
	case FUSE_FLUSH:
	case FUSE_FSYNC:
	case FUSE_FSYNCDIR:
	case FUSE_DESTROY:
		reply(request, 0, NULL, 0);
		break;
	/* Nobody waits for an answer to these. */
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT:
		break;
	default:
		reply(request, ENOSYS, NULL, 0);
		break;
	}
}

bool stsx_files_open(struct stsx_session *session)
{
	struct stsx_file_tree *tree = stsx_file_tree_create(session->program);
	struct stsx_files *files;
	const char *problem;
	char text[256];
	int error;

	if (!tree)
		return true;
	files = stsx_calloc(1, sizeof(*files));
	files->tree = tree;
	error = stsx_mount_open(&files->mount, stsx_session_name(session), &problem);
	if (error) {
		stsx_complain(session, "ERROR: cannot show the files of procfs probes: %s: %s", problem, strerror(error));
		stsx_files_close(files);
		return false;
	}
	files->request = stsx_malloc(REQUEST_SIZE);
	if (!session->options.name) {
		snprintf(text, sizeof(text), "procfs files are in %s", files->mount.path);
		stsx_notice(session, text);
	}
	session->files = files;
	return true;
}

int stsx_files_fd(const struct stsx_files *files)
{
	return files->mount.device;
}

void stsx_files_serve(struct stsx_session *session)
{
	struct stsx_files *files = session->files;
	struct request request = { .session = session, .files = files };

	if (!files || read(files->mount.device, files->request, REQUEST_SIZE) < (ssize_t)sizeof(*request.head))
		return;
	request.head = (const struct fuse_in_header *)files->request;
	request.body = request.head + 1;
	request.file = stsx_file_numbered(files->tree, request.head->nodeid);
	answer(&request);
}

void stsx_files_close(struct stsx_files *files)
{
	if (!files)
		return;
	stsx_mount_close(&files->mount);
	stsx_file_tree_destroy(files->tree);
	free(files->request);
	free(files);
}

void stsx_exchange_start(struct stsx_session *session, const struct stsx_probe *probe)
{
	session->exchange.length = 0;
	session->exchange.size = probe->max_size ? probe->max_size : session->program->limits.max_string_length - 1;
}

void stsx_exchange_append(struct stsx_exchange *exchange, const char *text)
{
	size_t room = exchange->size - exchange->length;
	size_t length = strnlen(text, room);

	if (exchange->length + length > exchange->allocated) {
		exchange->allocated = (uint32_t)(exchange->length + length) * 2;
		exchange->answer = stsx_realloc(exchange->answer, exchange->allocated);
	}
	memcpy(exchange->answer + exchange->length, text, length);
	exchange->length += (uint32_t)length;
}
