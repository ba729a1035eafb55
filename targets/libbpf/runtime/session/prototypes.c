// SPDX-License-Identifier: Apache-2.0
/*
 * A program reads parameters by their place, as they were on the machine that compiled it. From kernel to
 * kernel functions gain, lose and exchange parameters; what would be read by mistake is found out here.
 */
#include "prototypes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../core/memory.h"
#include "../symbols/kernel-types.h"

/* Types that are functions, by the hash of their names, each behind the ones that were there before it; 0: a
 * free place. */
static uint32_t *functions;
static uint32_t place_mask;

void stsx_prototypes_forget(void)
{
	stsx_kernel_types_forget();
	free(functions);
	functions = NULL;
}

static uint32_t place_of(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash & place_mask;
}

static const char *name_of(const struct btf *btf, uint32_t id)
{
	return btf__name_by_offset(btf, btf__type_by_id(btf, id)->name_off);
}

/* A script may ask for hundreds of the tens of thousands that there are. */
static void index_functions(const struct btf *btf)
{
	uint32_t count = btf__type_cnt(btf);

	for (place_mask = 1; place_mask < count; place_mask = place_mask << 1 | 1)
		;
	functions = stsx_calloc((size_t)place_mask + 1, sizeof(*functions));
	for (uint32_t id = 1; id < count; id++) {
		uint32_t place;

		if (!btf_is_func(btf__type_by_id(btf, id)))
			continue;
		place = place_of(name_of(btf, id));
		while (functions[place])
			place = (place + 1) & place_mask;
		functions[place] = id;
	}
}

uint32_t stsx_prototype_find(const char *function)
{
	const struct btf *btf = stsx_kernel_types();

	if (!btf)
		return 0;
	if (!functions)
		index_functions(btf);
	for (uint32_t place = place_of(function); functions[place]; place = (place + 1) & place_mask) {
		if (strcmp(name_of(btf, functions[place]), function) == 0)
			return functions[place];
	}
	return 0;
}

bool stsx_prototype_has_tracepoint(const char *name)
{
	const struct btf *btf = stsx_kernel_types();
	char typedef_name[128];

	snprintf(typedef_name, sizeof(typedef_name), "btf_trace_%s", name);
	return btf && btf__find_by_name_kind(btf, typedef_name, BTF_KIND_TYPEDEF) > 0;
}

bool stsx_prototype_fits_trampoline(const char *function)
{
	enum { MOST_PARAMETERS = 6 };
	const struct btf *btf = stsx_kernel_types();
	uint32_t id = stsx_prototype_find(function);
	const struct btf_type *prototype = id ? btf__type_by_id(btf, btf__type_by_id(btf, id)->type) : NULL;

	if (!prototype || btf_vlen(prototype) > MOST_PARAMETERS)
		return false;
	for (uint32_t i = 0; i < btf_vlen(prototype); i++) {
		const struct btf_type *type = stsx_plain_type(btf, btf_params(prototype)[i].type);

		/* The last of a variable number has none. */
		if (!type || btf_params(prototype)[i].type == 0 || btf_is_composite(type))
			return false;
	}
	return true;
}

/* As `type` of struct stsx_parameter says. */
static bool is_of_type(const struct btf *btf, uint32_t id, const char *expected)
{
	const struct btf_type *type = stsx_plain_type(btf, id);
	bool is_pointer = type && btf_is_ptr(type);

	if (!type || strcmp(expected, "") == 0)
		return false;
	if (strcmp(expected, "#") == 0)
		return btf_is_int(type) || btf_is_any_enum(type);
	if (!is_pointer || strcmp(expected, "*") == 0)
		return is_pointer;
	type = stsx_plain_type(btf, type->type);
	return type && btf_is_composite(type) &&
	       strcmp(btf__name_by_offset(btf, type->name_off), expected) == 0;
}

static bool is_there(const struct btf *btf, const struct btf_type *prototype,
		     const struct stsx_parameter *read)
{
	const struct btf_param *parameters = btf_params(prototype);

	if (read->index >= btf_vlen(prototype))
		return false;
	/* A name may change where the parameter does not. */
	return strcmp(btf__name_by_offset(btf, parameters[read->index].name_off), read->name) == 0 ||
	       is_of_type(btf, parameters[read->index].type, read->type);
}

const char *stsx_prototype_lack(const struct stsx_attach *way)
{
	static char lack[128];
	const struct btf *btf;
	const struct btf_type *prototype;
	uint32_t function;

	if (way->module || (way->read_count == 0 && !way->reads_result))
		return NULL;
	function = stsx_prototype_find(way->target);
	if (!function)
		return NULL;
	btf = stsx_kernel_types();
	prototype = btf__type_by_id(btf, btf__type_by_id(btf, function)->type);
	for (uint32_t i = 0; i < way->read_count; i++) {
		if (is_there(btf, prototype, &way->reads[i]))
			continue;
		snprintf(lack, sizeof(lack), "its $%s is not what it was where this program was compiled",
			 way->reads[i].name);
		return lack;
	}
	/* A trampoline has the result behind the parameters. */
	if (way->kind == STSX_ATTACH_FEXIT && way->reads_result &&
	    btf_vlen(prototype) != way->parameter_count)
		return "its parameters are not those it had where this program was compiled";
	return NULL;
}
