/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members of the kernel's structures as handlers of the user half read them, which run outside of any event: the memory is read as
 * it is now. Where a member lies is asked of the running kernel's own types when the first one is read.
 */
#ifndef STSX_API_MEMBERS_H
#define STSX_API_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"

struct stsx_member {
	const char *type; /* "struct task_struct", "union ...", or a typedef's name */
	const char *path; /* "pid", "__sk_common.skc_daddr", "pids[2]"; "": the structure as a whole */
	/* Found out at the first read. */
	enum { STSX_MEMBER_UNKNOWN, STSX_MEMBER_FOUND, STSX_MEMBER_MISSING } state;
	bool is_signed;
	uint8_t bit_offset; /* of a bit field, in the bytes at `offset` */
	uint8_t bit_size; /* 0: no bit field */
	uint32_t offset;
	uint32_t size;
};

enum stsx_space { STSX_KERNEL_SPACE, STSX_USER_SPACE };

int64_t stsx_member_read(struct stsx_context *c, struct stsx_member *member, int64_t base, enum stsx_space space,
			 const struct stsx_site *site);
int64_t stsx_member_address(struct stsx_context *c, struct stsx_member *member, int64_t base,
			    const struct stsx_site *site);
int64_t stsx_member_size(struct stsx_context *c, struct stsx_member *member, const struct stsx_site *site);
/* A number of 1, 2, 4 or 8 bytes at an address. */
int64_t stsx_number_read(struct stsx_context *c, int64_t address, uint32_t size, bool is_signed, enum stsx_space space,
			 const struct stsx_site *site);

#endif
