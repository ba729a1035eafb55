// SPDX-License-Identifier: Apache-2.0
/*
 * Prints the functions that have code in kernel images (vmlinux, *.ko) with debuginfo, each with the source
 * file that declares it: "name<TAB>file<TAB>image" a line, the file as the compiler was given it. Left out:
 * what is only inlined, what is freed after start (.init.text and its like), and what is not C.
 */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *debuginfo_path;

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.section_address = dwfl_offline_section_address,
	.debuginfo_path = &debuginfo_path,
};

static bool is_c(Dwarf_Die *unit)
{
	const int language = dwarf_srclang(unit);

	return language != DW_LANG_Rust && language != DW_LANG_Mips_Assembler;
}

/* Where the function's first instruction is; false: it has none of its own. */
static bool code_address(Dwarf_Die *function, Dwarf_Addr *start)
{
	Dwarf_Addr base, end;

	if (dwarf_entrypc(function, start) == 0)
		return true;
	return dwarf_ranges(function, 0, &base, start, &end) > 0;
}

static bool stays_loaded(Dwfl_Module *module, Dwarf_Addr start)
{
	const char *name;
	Dwarf_Addr bias;
	GElf_Shdr header;
	Elf_Scn *section;
	size_t names;
	Elf *elf;

	section = dwfl_module_address_section(module, &start, &bias);
	elf = dwfl_module_getelf(module, &bias);
	if (!section || !elf || !gelf_getshdr(section, &header))
		return true;
	if (elf_getshdrstrndx(elf, &names))
		return true;
	name = elf_strptr(elf, names, header.sh_name);
	return !name || (strncmp(name, ".init.", 6) && strncmp(name, ".exit.", 6));
}

static void print_unit(Dwfl_Module *module, const char *image, Dwarf_Die *unit, Dwarf_Addr bias)
{
	Dwarf_Die child;

	if (!is_c(unit) || dwarf_child(unit, &child))
		return;
	do {
		const char *name, *file;
		Dwarf_Addr start;

		if (dwarf_tag(&child) != DW_TAG_subprogram || dwarf_hasattr(&child, DW_AT_declaration))
			continue;
		if (!code_address(&child, &start) || !stays_loaded(module, start + bias))
			continue;
		name = dwarf_diename(&child);
		file = dwarf_decl_file(&child);
		if (name && file)
			printf("%s\t%s\t%s\n", name, file, image);
	} while (dwarf_siblingof(&child, &child) == 0);
}

static int print_module(Dwfl_Module *module, void **data, const char *image, Dwarf_Addr base, void *nothing)
{
	Dwarf_Die *unit = NULL;
	Dwarf_Addr bias = 0;

	(void)data, (void)base, (void)nothing;
	if (!dwfl_module_getdwarf(module, &bias))
		fprintf(stderr, "%s: %s\n", image, dwfl_errmsg(-1));
	while ((unit = dwfl_module_nextcu(module, unit, &bias)))
		print_unit(module, image, unit, bias);
	return DWARF_CB_OK;
}

int main(int count, char **words)
{
	for (int i = 1; i < count; i++) {
		Dwfl *images = dwfl_begin(&callbacks);

		if (!images || !dwfl_report_offline(images, words[i], words[i], -1)) {
			fprintf(stderr, "%s: %s\n", words[i], dwfl_errmsg(-1));
			return EXIT_FAILURE;
		}
		dwfl_report_end(images, NULL, NULL);
		dwfl_getmodules(images, print_module, NULL, 0);
		dwfl_end(images);
	}
	return EXIT_SUCCESS;
}
