/* SPDX-License-Identifier: Apache-2.0 */
/* The folder of a session: a file system of its own in /run/stsx, which goes away with the process, however that ends. */
#ifndef STSX_SESSION_MOUNT_H
#define STSX_SESSION_MOUNT_H

#include <sys/types.h>

struct stsx_mount {
	int device; /* /dev/fuse: the requests */
	int keeper_gate; /* its end makes the keeper take the folder away */
	pid_t keeper;
	char path[128];
};

/* Gives 0, or an errno with what failed in `*problem`. */
int stsx_mount_open(struct stsx_mount *folder, const char *name, const char **problem);
void stsx_mount_close(struct stsx_mount *folder);

#endif
