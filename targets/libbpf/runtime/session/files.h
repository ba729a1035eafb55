/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of procfs probes: a file system (FUSE, <linux/fuse.h>) that the session itself serves, between events and timers. A read
 * from a file's start runs its read probe, each write its write probe, while the process that reads or writes waits.
 */
#ifndef STSX_SESSION_FILES_H
#define STSX_SESSION_FILES_H

#include <stdbool.h>
#include <stdint.h>

struct stsx_files;
struct stsx_probe;
struct stsx_session;

/* Shows the program's files, if it has any: session->files. False: they cannot be shown, and a message was printed. */
bool stsx_files_open(struct stsx_session *session);
/* Readable when somebody wants something of a file. */
int stsx_files_fd(const struct stsx_files *files);
/* Answers a request, if there is one: timers get their turn between them. */
void stsx_files_serve(struct stsx_session *session);
void stsx_files_close(struct stsx_files *files);

/* What the running handler of a file was given and gives. */
struct stsx_exchange {
	const char *written; /* $value of a write, and of standard input */
	char *answer; /* $value of a read; not terminated */
	uint32_t length;
	uint32_t size; /* that it may have */
	uint32_t allocated;
};

/* Before the handler: its answer is empty. */
void stsx_exchange_start(struct stsx_session *session, const struct stsx_probe *probe);
/* Behind what is there, as far as there is room. */
void stsx_exchange_append(struct stsx_exchange *exchange, const char *text);

#endif
