// SPDX-License-Identifier: Apache-2.0
/* Finds members of the kernel's structures by their names. */
#include "members.h"

#include <stdlib.h>
#include <string.h>

#include "kernel-types.h"

/* What a path has come to: a type, where it lies in the structure, and its bits if it is a bit field. */
struct place {
	const struct btf_type *type;
	uint32_t type_id;
	uint32_t bits;
	uint32_t bit_size;
};

static int32_t find_type(const struct btf *btf, const char *name)
{
	if (strncmp(name, "struct ", 7) == 0)
		return btf__find_by_name_kind(btf, name + 7, BTF_KIND_STRUCT);
	if (strncmp(name, "union ", 6) == 0)
		return btf__find_by_name_kind(btf, name + 6, BTF_KIND_UNION);
	return btf__find_by_name_kind(btf, name, BTF_KIND_TYPEDEF);
}

static void step(const struct btf *btf, struct place *place, const struct btf_type *in, uint32_t index)
{
	place->bits += btf_member_bit_offset(in, index);
	place->bit_size = btf_member_bitfield_size(in, index);
	place->type_id = btf_members(in)[index].type;
	place->type = stsx_plain_type(btf, place->type_id);
}

/* Members of structures without a name are the outer structure's too. */
static bool enter_member(const struct btf *btf, struct place *place, const char *name, size_t length)
{
	const struct btf_type *in = place->type;

	if (!in || !btf_is_composite(in))
		return false;
	for (uint32_t i = 0; i < btf_vlen(in); i++) {
		const char *here = btf__name_by_offset(btf, btf_members(in)[i].name_off);
		struct place inner = *place;

		step(btf, &inner, in, i);
		if (here[0] == '\0' ? enter_member(btf, &inner, name, length)
				    : strlen(here) == length && strncmp(here, name, length) == 0) {
			*place = inner;
			return true;
		}
	}
	return false;
}

static bool enter_element(const struct btf *btf, struct place *place, uint32_t index)
{
	const struct btf_array *array;
	int64_t size;

	if (!place->type || !btf_is_array(place->type))
		return false;
	array = btf_array(place->type);
	size = btf__resolve_size(btf, array->type);
	if (size < 0)
		return false;
	place->bits += index * (uint32_t)size * 8;
	place->type_id = array->type;
	place->type = stsx_plain_type(btf, array->type);
	return true;
}

/* "a.b[2].c" */
static bool follow(const struct btf *btf, struct place *place, const char *path)
{
	while (*path) {
		if (*path == '[') {
			char *end;
			unsigned long index = strtoul(path + 1, &end, 10);

			if (!enter_element(btf, place, (uint32_t)index))
				return false;
			path = end + 1;
		} else {
			size_t length;

			path += *path == '.';
			length = strcspn(path, ".[");
			if (!enter_member(btf, place, path, length))
				return false;
			path += length;
		}
	}
	return place->type != NULL;
}

static bool is_signed(const struct btf_type *type)
{
	return btf_is_int(type) ? btf_int_encoding(type) & BTF_INT_SIGNED : btf_is_any_enum(type) && btf_kflag(type);
}

bool stsx_member_find(struct stsx_member *member)
{
	const struct btf *btf = stsx_kernel_types();
	int32_t id = btf ? find_type(btf, member->type) : -1;
	struct place place = { .type_id = (uint32_t)id };
	int64_t size;

	member->state = STSX_MEMBER_MISSING;
	if (id < 0)
		return false;
	place.type = stsx_plain_type(btf, place.type_id);
	if (!follow(btf, &place, member->path))
		return false;
	size = btf__resolve_size(btf, place.type_id);
	if (size < 0)
		return false;
	member->size = (uint32_t)size;
	member->offset = place.bits / 8;
	if (place.bit_size) {
		/* The number of the member's own type that holds the bits. */
		member->offset = place.bits / 8 / member->size * member->size;
		member->bit_offset = (uint8_t)(place.bits - member->offset * 8);
		member->bit_size = (uint8_t)place.bit_size;
	}
	member->is_signed = is_signed(place.type);
	member->state = STSX_MEMBER_FOUND;
	return true;
}

bool stsx_member_exists(struct stsx_member *member)
{
	return member->state == STSX_MEMBER_UNKNOWN ? stsx_member_find(member) : member->state == STSX_MEMBER_FOUND;
}
