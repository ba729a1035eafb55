// SPDX-License-Identifier: Apache-2.0
/* Who the event happened to, else this process: context.stp, process-arguments.stp, probe-point.stp. */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "../api/intrinsics.h"
#include "../api/program.h"
#include "../core/memory.h"
#include "../symbols/probe-read.h"
#include "ambient.h"

static int64_t ambient_or(const struct stsx_context *c, const char *name, int64_t own)
{
	int64_t value;

	return stsx_ambient_long(c, name, &value) ? value : own;
}

int64_t stsx_fn_pid(STSX_FN)
{
	(void)site;
	return ambient_or(c, "pid", getpid());
}

int64_t stsx_fn_tid(STSX_FN)
{
	(void)site;
	return ambient_or(c, "tid", gettid());
}

int64_t stsx_fn_ppid(STSX_FN)
{
	(void)site;
	return ambient_or(c, "ppid", getppid());
}

int64_t stsx_fn_uid(STSX_FN)
{
	(void)site;
	return ambient_or(c, "uid", getuid());
}

int64_t stsx_fn_gid(STSX_FN)
{
	(void)site;
	return ambient_or(c, "gid", getgid());
}

int64_t stsx_fn_euid(STSX_FN)
{
	(void)site;
	return ambient_or(c, "euid", geteuid());
}

int64_t stsx_fn_egid(STSX_FN)
{
	(void)site;
	return ambient_or(c, "egid", getegid());
}

int64_t stsx_fn_cpu(STSX_FN)
{
	(void)site;
	if (c->record)
		return c->record->cpu;
	return sched_getcpu();
}

const char *stsx_fn_execname(STSX_FN)
{
	const char *captured = stsx_ambient_string(c, "execname");
	char *name;

	(void)site;
	if (captured)
		return captured;
	name = stsx_allocate(c, 16);
	prctl(PR_GET_NAME, name);
	return name;
}

int64_t stsx_fn_task_current(STSX_FN)
{
	(void)site;
	return ambient_or(c, "task_current", (int64_t)stsx_own_task());
}

int64_t stsx_fn_addr(STSX_FN)
{
	(void)site;
	return ambient_or(c, "addr", 0);
}

int64_t stsx_fn_uaddr(STSX_FN)
{
	(void)site;
	return ambient_or(c, "uaddr", 0);
}

int64_t stsx_fn_user_mode(STSX_FN)
{
	(void)site;
	return ambient_or(c, "user_mode", 0);
}

#define DEFINE_OF_SYSCALL(what)                                \
	int64_t stsx_fn___syscall_##what(STSX_FN)              \
	{                                                      \
		(void)site;                                    \
		return ambient_or(c, "__syscall_" #what, 0);   \
	}

DEFINE_OF_SYSCALL(number)
DEFINE_OF_SYSCALL(is_foreign)
DEFINE_OF_SYSCALL(argument1)
DEFINE_OF_SYSCALL(argument2)
DEFINE_OF_SYSCALL(argument3)
DEFINE_OF_SYSCALL(argument4)
DEFINE_OF_SYSCALL(argument5)
DEFINE_OF_SYSCALL(argument6)
/* Nothing was called in begin, end and timer handlers; in event handlers the kernel half reads it. */
int64_t stsx_fn___parameter(STSX_FN, int64_t n)
{
	(void)c;
	(void)site;
	(void)n;
	return 0;
}

int64_t stsx_fn_returnval(STSX_FN)
{
	(void)site;
	return ambient_or(c, "returnval", 0);
}

const char *stsx_fn_pp(STSX_FN)
{
	(void)site;
	return c->probe ? c->probe->point : "";
}

const char *stsx_fn_pn(STSX_FN)
{
	(void)site;
	return c->probe ? c->probe->name : "";
}

/* A file of /proc/PID that holds texts one behind the other; the caller frees it. */
static char *read_texts(struct stsx_context *c, const struct stsx_site *site, const char *file, size_t *size)
{
	char path[64];
	size_t room = 1 << 16;
	char *bytes = stsx_malloc(room);
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/%lld/%s", (long long)stsx_fn_pid(c, site), file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	*size = 0;
	while (fd >= 0 && (got = read(fd, bytes + *size, room - *size - 1)) > 0) {
		*size += (size_t)got;
		if (room - *size == 1) {
			room *= 2;
			bytes = stsx_realloc(bytes, room);
		}
	}
	if (fd >= 0)
		close(fd);
	bytes[*size] = '\0';
	return bytes;
}

static size_t append(const struct stsx_context *c, char *text, size_t used, const char *more)
{
	size_t length = strnlen(more, c->string_size - 1 - used);

	memcpy(text + used, more, length);
	text[used + length] = '\0';
	return used + length;
}

/* As the kernel half gives it: each argument with a byte behind it that no text has. */
const char *stsx_fn___command_line(STSX_FN)
{
	enum { ARGUMENT_END = 0xff };
	const char *captured = stsx_ambient_string(c, "__command_line");
	size_t size;
	char *arguments;
	char *text;

	if (captured)
		return captured;
	arguments = read_texts(c, site, "cmdline", &size);
	if (size > c->string_size - 1)
		size = c->string_size - 1;
	text = stsx_string_buffer(c);
	for (size_t i = 0; i < size; i++)
		text[i] = arguments[i] == '\0' ? (char)ARGUMENT_END : arguments[i];
	text[size] = '\0';
	free(arguments);
	return text;
}

const char *stsx_fn_env_var(STSX_FN, const char *name)
{
	size_t size;
	char *variables = read_texts(c, site, "environ", &size);
	size_t length = strlen(name);
	char *text = stsx_string_buffer(c);

	for (const char *at = variables; at < variables + size; at += strlen(at) + 1) {
		if (strncmp(at, name, length) == 0 && at[length] == '=') {
			append(c, text, 0, at + length + 1);
			break;
		}
	}
	free(variables);
	return text;
}
