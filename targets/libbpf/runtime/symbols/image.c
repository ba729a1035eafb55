// SPDX-License-Identifier: Apache-2.0
/*
 * Of a function with several names the one that other files see comes first. Symbols that were taken out of a file are looked for where
 * distributions install them, by the file's build id.
 */
#include "image.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../core/memory.h"

/* The longest id that linkers make is a SHA-512. */
#define MOST_ID_BYTES 64

struct segment {
	uint64_t address;
	uint64_t offset;
	uint64_t size;
};

struct reading {
	struct stsx_image *image;
	uint32_t room;
	struct segment *segments;
	size_t segment_count;
};

static struct stsx_image *images;

static void read_segments(Elf *elf, struct reading *reading)
{
	size_t count = 0;

	if (elf_getphdrnum(elf, &count) < 0)
		return;
	reading->segments = stsx_calloc(count + 1, sizeof(*reading->segments));
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr header;

		if (!gelf_getphdr(elf, (int)i, &header) || header.p_type != PT_LOAD)
			continue;
		reading->segments[reading->segment_count++] =
			(struct segment){ header.p_vaddr, header.p_offset, header.p_filesz };
	}
}

static bool to_offset(const struct reading *reading, uint64_t address, uint64_t *offset)
{
	for (size_t i = 0; i < reading->segment_count; i++) {
		const struct segment *segment = &reading->segments[i];

		if (address < segment->address || address - segment->address >= segment->size)
			continue;
		*offset = address - segment->address + segment->offset;
		return true;
	}
	return false;
}

static void take_symbol(struct reading *reading, const GElf_Sym *symbol, const char *name)
{
	struct stsx_image *image = reading->image;
	uint64_t offset;

	if (GELF_ST_TYPE(symbol->st_info) != STT_FUNC || symbol->st_shndx == SHN_UNDEF || !name || !*name ||
	    !to_offset(reading, symbol->st_value, &offset))
		return;
	if (image->symbol_count == reading->room) {
		reading->room = reading->room ? 2 * reading->room : 256;
		image->symbols = stsx_realloc(image->symbols, reading->room * sizeof(*image->symbols));
	}
	image->symbols[image->symbol_count++] = (struct stsx_image_symbol){
		.offset = offset,
		.size = symbol->st_size,
		/* A dynamic symbol may carry its version: memcpy@@GLIBC_2.14 */
		.name = stsx_strndup(name, strcspn(name, "@")),
	};
}

static void read_symbols(Elf *elf, Elf64_Word table, struct reading *reading)
{
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
		GElf_Shdr header;
		Elf_Data *data;

		if (!gelf_getshdr(section, &header) || header.sh_type != table || header.sh_entsize == 0)
			continue;
		data = elf_getdata(section, NULL);
		for (size_t i = 1; data && i < header.sh_size / header.sh_entsize; i++) {
			GElf_Sym symbol;

			if (gelf_getsym(data, (int)i, &symbol))
				take_symbol(reading, &symbol, elf_strptr(elf, header.sh_link, symbol.st_name));
		}
	}
}

static const char *read_build_id(Elf *elf)
{
	for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section));) {
		GElf_Shdr header;
		Elf_Data *data;
		GElf_Nhdr note;
		size_t name;
		size_t content;

		if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE)
			continue;
		data = elf_getdata(section, NULL);
		for (size_t at = 0; data && (at = gelf_getnote(data, at, &note, &name, &content)) > 0;) {
			char text[2 * MOST_ID_BYTES + 1] = "";

			if (note.n_type != NT_GNU_BUILD_ID || note.n_descsz > MOST_ID_BYTES ||
			    strcmp((const char *)data->d_buf + name, "GNU") != 0)
				continue;
			for (size_t i = 0; i < note.n_descsz; i++)
				snprintf(text + 2 * i, 3, "%02x", ((const unsigned char *)data->d_buf)[content + i]);
			return stsx_strdup(text);
		}
	}
	return "";
}

/* Calls `read` with the file's ELF handle; false: there is none. */
static bool with_elf(const char *path, struct reading *reading, void (*read)(Elf *elf, struct reading *reading))
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Elf *elf;
	bool is_program;

	if (fd < 0)
		return false;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	is_program = elf && elf_kind(elf) == ELF_K_ELF;
	if (is_program)
		read(elf, reading);
	elf_end(elf);
	close(fd);
	return is_program;
}

static void read_program(Elf *elf, struct reading *reading)
{
	read_segments(elf, reading);
	reading->image->build_id = read_build_id(elf);
	read_symbols(elf, SHT_DYNSYM, reading);
	read_symbols(elf, SHT_SYMTAB, reading);
}

static void read_debug_file(Elf *elf, struct reading *reading)
{
	read_symbols(elf, SHT_SYMTAB, reading);
}

static int by_offset(const void *a, const void *b)
{
	const struct stsx_image_symbol *left = a;
	const struct stsx_image_symbol *right = b;

	if (left->offset != right->offset)
		return left->offset < right->offset ? -1 : 1;
	return strcmp(left->name, right->name);
}

const struct stsx_image *stsx_image_open(const char *path)
{
	struct reading reading = { 0 };
	struct stsx_image *image = images;
	char debug_path[2 * MOST_ID_BYTES + 64];

	while (image && strcmp(image->path, path) != 0)
		image = image->next;
	if (image)
		return image->build_id ? image : NULL;
	reading.image = image = stsx_calloc(1, sizeof(*image));
	image->path = stsx_strdup(path);
	image->next = images;
	images = image;
	if (!with_elf(path, &reading, read_program))
		return NULL;
	snprintf(debug_path, sizeof(debug_path), "/usr/lib/debug/.build-id/%.2s/%s.debug", image->build_id,
		 image->build_id + (*image->build_id ? 2 : 0));
	if (*image->build_id)
		with_elf(debug_path, &reading, read_debug_file);
	free(reading.segments);
	if (image->symbol_count > 0)
		qsort(image->symbols, image->symbol_count, sizeof(*image->symbols), by_offset);
	return image;
}

const struct stsx_image *stsx_image_by_build(uint64_t build)
{
	char text[17];

	for (int i = 0; i < 8; i++)
		snprintf(text + 2 * i, 3, "%02x", (unsigned int)(build >> 8 * i & 0xff));
	for (const struct stsx_image *image = images; image; image = image->next) {
		if (image->build_id && strncmp(image->build_id, text, 16) == 0)
			return image;
	}
	return NULL;
}

const struct stsx_image_symbol *stsx_image_function(const struct stsx_image *image, const char *name)
{
	for (uint32_t i = 0; i < image->symbol_count; i++) {
		if (strcmp(image->symbols[i].name, name) == 0)
			return &image->symbols[i];
	}
	return NULL;
}

const struct stsx_image_symbol *stsx_image_symbol_at(const struct stsx_image *image, uint64_t offset)
{
	uint32_t low = 0;
	uint32_t high = image->symbol_count;
	const struct stsx_image_symbol *found;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (image->symbols[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NULL;
	found = &image->symbols[low - 1];
	/* Hand-written code may not tell where it ends. */
	if (found->size && offset - found->offset >= found->size)
		return NULL;
	while (found > image->symbols && found[-1].offset == found->offset && (found[-1].size || !found->size))
		found--;
	return found;
}
