/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel half captured, read by the user part of a streamed handler; layout in stsx_shared.h. */
#ifndef STSX_API_RECORD_H
#define STSX_API_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "context.h"
#include "types.h"

void stsx_raise_fault(struct stsx_context *c, uint64_t address, const struct stsx_site *site);

/* `index` of the field counts from 0, `offset` from the record's start, head included. A fault is raised here. */
static inline int64_t stsx_captured_long(struct stsx_context *c, const struct stsx_record *record, uint32_t index,
					 size_t offset, const struct stsx_site *site)
{
	int64_t value;

	memcpy(&value, (const char *)record + offset, sizeof(value));
	if (index < 64 && stsx_unlikely(record->faults >> index & 1)) {
		stsx_raise_fault(c, (uint64_t)value, site);
		return 0;
	}
	return value;
}

/* The record's own bytes: good while the handler runs. */
static inline const char *stsx_captured_string(struct stsx_context *c, const struct stsx_record *record,
					       uint32_t index, size_t offset, const struct stsx_site *site)
{
	const char *field = (const char *)record + offset;

	if (index < 64 && stsx_unlikely(record->faults >> index & 1)) {
		uint64_t address;

		memcpy(&address, field, sizeof(address));
		stsx_raise_fault(c, address, site);
		return "";
	}
	return field;
}

/* Whether a read in a loop was captured in this turn, counted from 1. */
static inline bool stsx_turn_seen(uint64_t seen, int64_t turn)
{
	return turn <= 64 && seen >> (turn - 1) & 1;
}

/* A read in a loop that the kernel half did not capture: it went on for too many turns, or met a fault before. */
static inline void stsx_note_late(struct stsx_context *c)
{
	c->late_reads++;
}

#endif
