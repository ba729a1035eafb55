// SPDX-License-Identifier: Apache-2.0
/* Functions that act on the session: logging.stp and session.stp. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../api/intrinsics.h"
#include "../core/random.h"
#include "../session/commands.h"
#include "../session/session.h"

void stsx_fn_exit(STSX_FN)
{
	(void)site;
	stsx_stop(c->session);
}

void stsx_fn_abort(STSX_FN)
{
	(void)site;
	stsx_stop(c->session);
	c->error = STSX_ABORTED;
}

void stsx_fn_error(STSX_FN, const char *message)
{
	stsx_raise(c, site, message);
}

void stsx_fn_warn(STSX_FN, const char *message)
{
	(void)site;
	stsx_warning(c->session, message);
}

static void write_line(const char *path, const char *prefix, const char *message)
{
	char line[1024];
	int length = snprintf(line, sizeof(line), "%s%s\n", prefix, message);
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)!write(fd, line, (size_t)length < sizeof(line) ? (size_t)length : sizeof(line) - 1);
	close(fd);
}

void stsx_fn_ftrace(STSX_FN, const char *message)
{
	(void)c;
	(void)site;
	write_line("/sys/kernel/tracing/trace_marker", "", message);
}

void stsx_fn_printk(STSX_FN, int64_t level, const char *message)
{
	char prefix[8];

	(void)c;
	(void)site;
	snprintf(prefix, sizeof(prefix), "<%d>", (int)(level & 7));
	write_line("/dev/kmsg", prefix, message);
}

void stsx_fn_system(STSX_FN, const char *command)
{
	(void)site;
	stsx_commands_add(c->session, command);
}

int64_t stsx_fn_target(STSX_FN)
{
	(void)site;
	return c->session->options.target_pid;
}

int64_t stsx_fn_stp_pid(STSX_FN)
{
	(void)c;
	(void)site;
	return getpid();
}

const char *stsx_fn_module_name(STSX_FN)
{
	(void)site;
	return stsx_session_name(c->session);
}

int64_t stsx_fn_mem_page_size(STSX_FN)
{
	(void)c;
	(void)site;
	return sysconf(_SC_PAGESIZE);
}

int64_t stsx_fn_randint(STSX_FN, int64_t n)
{
	(void)c;
	(void)site;
	return n <= 0 ? 0 : (int64_t)stsx_random_below((uint64_t)n);
}

int64_t stsx_fn___own_uid(STSX_FN)
{
	(void)c;
	(void)site;
	return getuid();
}

int64_t stsx_fn___own_pid_namespace(STSX_FN)
{
	struct stat namespace;

	(void)c;
	(void)site;
	return stat("/proc/self/ns/pid", &namespace) == 0 ? (int64_t)namespace.st_ino : 0;
}

const char *stsx_fn_sprint_loadavg(STSX_FN)
{
	char *text = stsx_string_buffer(c);
	FILE *file = fopen("/proc/loadavg", "re");
	int length = 0;

	(void)site;
	if (file && fscanf(file, "%*s %*s %*s%n", &length) == 0) {
		rewind(file);
		if (length < (int)c->string_size)
			text[fread(text, 1, (size_t)length, file)] = '\0';
	}
	if (file)
		fclose(file);
	return text;
}
