/* SPDX-License-Identifier: Apache-2.0 */
/* The files of a program's procfs probes and the folders that they are in. Numbers are those of inodes; the root's is 1. */
#ifndef STSX_SESSION_FILE_TREE_H
#define STSX_SESSION_FILE_TREE_H

#include <stdbool.h>
#include <stdint.h>

struct stsx_program;
struct stsx_probe;
struct stsx_file_tree;

struct stsx_file {
	char *name;
	uint32_t place; /* in the tree */
	uint32_t parent; /* the root's own is itself */
	uint32_t mode; /* with its type, as stat(2) has it */
	bool is_folder;
	const struct stsx_probe *read; /* NULL: it cannot be read */
	const struct stsx_probe *write;
};

/* NULL: the program has none. */
struct stsx_file_tree *stsx_file_tree_create(const struct stsx_program *program);
void stsx_file_tree_destroy(struct stsx_file_tree *tree);

uint64_t stsx_file_number(const struct stsx_file *file);
/* The root's, where there is none of that number: the kernel asks only for what it was told of. */
const struct stsx_file *stsx_file_numbered(const struct stsx_file_tree *tree, uint64_t number);
/* NULL: the folder has none of that name. */
const struct stsx_file *stsx_file_named(const struct stsx_file_tree *tree, const struct stsx_file *folder,
					const char *name);
/* The folder's entry at that place, from 0; NULL: it has no more. */
const struct stsx_file *stsx_file_inside(const struct stsx_file_tree *tree, const struct stsx_file *folder,
					 uint64_t place);

#endif
