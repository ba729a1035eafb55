// SPDX-License-Identifier: Apache-2.0
#include "file-tree.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../api/program.h"
#include "../core/memory.h"

#define EVERYBODY_READS 0444
#define EVERYBODY_WRITES 0222

struct stsx_file_tree {
	struct stsx_file *files; /* the root first */
	uint32_t count;
};

static struct stsx_file *add(struct stsx_file_tree *tree, uint32_t parent, const char *name, size_t length)
{
	struct stsx_file *file;

	tree->files = stsx_realloc(tree->files, (tree->count + 1) * sizeof(*tree->files));
	file = &tree->files[tree->count];
	*file = (struct stsx_file){ .name = stsx_strndup(name, length), .place = tree->count, .parent = parent };
	tree->count++;
	return file;
}

static struct stsx_file *find(const struct stsx_file_tree *tree, uint32_t parent, const char *name, size_t length)
{
	/* The root is not inside itself. */
	for (uint32_t i = 1; i < tree->count; i++) {
		struct stsx_file *file = &tree->files[i];

		if (file->parent == parent && strlen(file->name) == length && memcmp(file->name, name, length) == 0)
			return file;
	}
	return NULL;
}

static void make_folder(struct stsx_file *file)
{
	file->is_folder = true;
	file->mode = S_IFDIR | 0755;
}

static struct stsx_file *file_at(struct stsx_file_tree *tree, const char *path)
{
	uint32_t parent = 0;

	for (;;) {
		size_t length = strcspn(path, "/");
		struct stsx_file *file = find(tree, parent, path, length);

		if (!file)
			file = add(tree, parent, path, length);
		if (path[length] == '\0')
			return file;
		make_folder(file);
		parent = file->place;
		path += length + 1;
	}
}

static bool is_of_file(const struct stsx_probe *probe)
{
	return probe->kind == STSX_PROBE_FILE_READ || probe->kind == STSX_PROBE_FILE_WRITE;
}

static void add_probe(struct stsx_file_tree *tree, const struct stsx_probe *probe)
{
	struct stsx_file *file = file_at(tree, probe->path);

	if (probe->kind == STSX_PROBE_FILE_READ) {
		file->read = probe;
		file->mode |= EVERYBODY_READS & ~probe->umask;
	} else {
		file->write = probe;
		file->mode |= EVERYBODY_WRITES & ~probe->umask;
	}
	file->mode |= S_IFREG;
}

struct stsx_file_tree *stsx_file_tree_create(const struct stsx_program *program)
{
	struct stsx_file_tree *tree = NULL;

	for (uint32_t i = 0; i < program->probe_count; i++) {
		const struct stsx_probe *probe = &program->probes[i];

		if (!is_of_file(probe))
			continue;
		if (!tree) {
			tree = stsx_calloc(1, sizeof(*tree));
			make_folder(add(tree, 0, "", 0));
		}
		add_probe(tree, probe);
	}
	return tree;
}

void stsx_file_tree_destroy(struct stsx_file_tree *tree)
{
	for (uint32_t i = 0; i < tree->count; i++)
		free(tree->files[i].name);
	free(tree->files);
	free(tree);
}

uint64_t stsx_file_number(const struct stsx_file *file)
{
	return file->place + 1;
}

const struct stsx_file *stsx_file_numbered(const struct stsx_file_tree *tree, uint64_t number)
{
	return &tree->files[number >= 1 && number <= tree->count ? number - 1 : 0];
}

const struct stsx_file *stsx_file_named(const struct stsx_file_tree *tree, const struct stsx_file *folder,
					const char *name)
{
	return find(tree, folder->place, name, strlen(name));
}

const struct stsx_file *stsx_file_inside(const struct stsx_file_tree *tree, const struct stsx_file *folder,
					 uint64_t place)
{
	for (uint32_t i = 1; i < tree->count; i++) {
		if (tree->files[i].parent == folder->place && place-- == 0)
			return &tree->files[i];
	}
	return NULL;
}
