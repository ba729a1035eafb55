// SPDX-License-Identifier: Apache-2.0
#include "mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOLDER "/run/stsx"
/* More than are open this early. */
#define MOST_DESCRIPTORS 1024

/*
 * A mount outlives its process, and then every look at it fails. So a process of its own waits for the end of this one, in a session of
 * its own where ^C does not reach it.
 */
static void keep(const char *path, int gate)
{
	char byte;

	setsid();
	prctl(PR_SET_NAME, "stsx-files");
	if (gate != 0)
		dup2(gate, 0);
	for (int fd = 1; fd < MOST_DESCRIPTORS; fd++)
		close(fd);
	(void)!chdir("/");
	while (read(0, &byte, 1) < 0 && errno == EINTR)
		;
	umount2(path, MNT_DETACH);
	rmdir(path);
	_exit(0);
}

static int start_keeper(struct stsx_mount *folder)
{
	int gate[2];
	int error = 0;

	if (pipe2(gate, O_CLOEXEC) < 0)
		return errno;
	folder->keeper = fork();
	if (folder->keeper == 0) {
		close(gate[1]);
		keep(folder->path, gate[0]);
	}
	if (folder->keeper < 0) {
		error = errno;
		close(gate[1]);
	} else {
		folder->keeper_gate = gate[1];
	}
	close(gate[0]);
	return error;
}

static bool make_folder(const char *path)
{
	return mkdir(path, 0755) == 0 || errno == EEXIST;
}

int stsx_mount_open(struct stsx_mount *folder, const char *name, const char **problem)
{
	char options[128];
	int error;

	*folder = (struct stsx_mount){ .device = -1, .keeper_gate = -1 };
	snprintf(folder->path, sizeof(folder->path), FOLDER "/%s", name);
	*problem = folder->path;
	if (!make_folder(FOLDER) || !make_folder(folder->path))
		return errno;
	*problem = "/dev/fuse";
	folder->device = open("/dev/fuse", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (folder->device < 0) {
		error = errno;
		rmdir(folder->path);
		return error;
	}
	snprintf(options, sizeof(options), "fd=%d,rootmode=40755,user_id=%u,group_id=%u,default_permissions,allow_other",
		 folder->device, getuid(), getgid());
	*problem = "mount";
	error = start_keeper(folder);
	if (!error && mount("stsx", folder->path, "fuse", MS_NOSUID | MS_NODEV | MS_NOEXEC, options) < 0)
		error = errno;
	if (error)
		stsx_mount_close(folder);
	return error;
}

void stsx_mount_close(struct stsx_mount *folder)
{
	if (folder->keeper_gate >= 0) {
		close(folder->keeper_gate);
		waitpid(folder->keeper, NULL, 0);
	}
	if (folder->device >= 0)
		close(folder->device);
	folder->keeper_gate = -1;
	folder->device = -1;
}
