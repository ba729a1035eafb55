// SPDX-License-Identifier: Apache-2.0
#include "../api/members.h"

#include <string.h>

#include "../api/intrinsics.h"
#include "../api/record.h"
#include "../session/session.h"
#include "../symbols/kernel-types.h"
#include "../symbols/members.h"
#include "../symbols/read-memory.h"

/* All of the program's at once: the kernel's types take too much memory to be kept. */
static void find_all(const struct stsx_program *program)
{
	for (uint32_t i = 0; i < program->member_count; i++)
		stsx_member_find(&program->members[i]);
	stsx_kernel_types_forget();
}

static bool is_there(struct stsx_context *c, struct stsx_member *member, const struct stsx_site *site)
{
	if (member->state == STSX_MEMBER_UNKNOWN)
		find_all(c->session->program);
	/* Members that the library reads for itself are not among the program's. */
	if (stsx_member_exists(member))
		return true;
	stsx_raisef(c, site, "%s of this kernel has no member %s", member->type, member->path);
	return false;
}

static bool read(struct stsx_context *c, int64_t address, void *to, uint32_t size, enum stsx_space space,
		 const struct stsx_site *site)
{
	bool done = space == STSX_USER_SPACE
			    ? stsx_read_user_memory(stsx_fn_pid(c, site), (uint64_t)address, to, size)
			    : stsx_read_kernel_memory((uint64_t)address, to, size);

	if (!done)
		stsx_raise_fault(c, (uint64_t)address, site);
	return done;
}

/* The number in `size` bytes, of which `bits` from bit `first` on count. */
static int64_t number_of(const void *bytes, uint32_t size, uint32_t first, uint32_t bits, bool is_signed)
{
	uint64_t raw = 0;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	memcpy(&raw, bytes, size);
	raw <<= 64 - bits - first;
#else
	memcpy((char *)&raw + 8 - size, bytes, size);
	raw <<= 64 - size * 8 + first;
#endif
	return is_signed ? (int64_t)raw >> (64 - bits) : (int64_t)(raw >> (64 - bits));
}

int64_t stsx_member_address(struct stsx_context *c, struct stsx_member *member, int64_t base,
			    const struct stsx_site *site)
{
	return is_there(c, member, site) ? base + member->offset : 0;
}

int64_t stsx_member_size(struct stsx_context *c, struct stsx_member *member, const struct stsx_site *site)
{
	return is_there(c, member, site) ? member->size : 0;
}

int64_t stsx_member_read(struct stsx_context *c, struct stsx_member *member, int64_t base, enum stsx_space space,
			 const struct stsx_site *site)
{
	unsigned char bytes[8];
	uint32_t size;

	if (!is_there(c, member, site))
		return 0;
	size = member->size < sizeof(bytes) ? member->size : sizeof(bytes);
	if (!read(c, base + member->offset, bytes, size, space, site))
		return 0;
	return number_of(bytes, size, member->bit_offset, member->bit_size ? member->bit_size : size * 8,
			 member->is_signed);
}

int64_t stsx_number_read(struct stsx_context *c, int64_t address, uint32_t size, bool is_signed, enum stsx_space space,
			 const struct stsx_site *site)
{
	unsigned char bytes[8];

	return read(c, address, bytes, size, space, site) ? number_of(bytes, size, 0, size * 8, is_signed) : 0;
}
