/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel half: its BPF object, what is attached, and the memory shared with it. */
#ifndef STSX_SESSION_KERNEL_H
#define STSX_SESSION_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../api/types.h"
#include "ring.h"

struct bpf_link;
struct bpf_object;
struct stsx_attach;
struct stsx_bpf_program;
struct stsx_fed;
struct stsx_mapping;
struct stsx_session;

/* How a point is attached. */
struct stsx_way {
	const struct stsx_attach *row;
	struct stsx_bpf_program *program;
	bool follows;  /* it is attached together with an earlier one, since they share the program */
	uint32_t next; /* of those, by index; 0: it is the last */
};

struct stsx_kernel {
	struct bpf_object *object;
	struct stsx_bpf_program *programs; /* by name */
	uint32_t program_count;
	struct stsx_way *ways; /* chosen */
	uint32_t way_count;
	struct bpf_link **links;
	uint32_t link_count;
	bool has_events;
	struct stsx_ring ring; /* of events */
	volatile struct stsx_state *state;
	volatile uint8_t *disabled; /* by probe; NULL: the program has no conditions in the kernel half */
	uint32_t disabled_count;
	bool has_conditions;
	uint64_t lost; /* of state->lost, already counted */
	uint64_t lost_elements; /* of state->lost_elements, already reported */
	uint32_t generation;
	struct stsx_fed *fed; /* one a fed global */
	struct stsx_lock *locks; /* NULL: no global is shared */
	uint32_t lock_count;
	uint64_t locks_taken; /* by the user half: bit i is lock i */
	uint32_t handled[STSX_MAX_LOCKS]; /* records of each lock */
	struct stsx_mapping *mappings; /* of arrays, one a shared global */
	uint64_t record_count;
	uint64_t waited_at; /* record_count when stsx_kernel_may_wait() was asked last */
	int cpu_count; /* possible ones */
};

/* Loads the object, chooses among alternatives, attaches. NULL: one line on standard error said why. */
struct stsx_kernel *stsx_kernel_start(struct stsx_session *session);
void stsx_complain_of_privileges(struct stsx_session *session);
/* Detaches; what was collected stays readable. */
void stsx_kernel_detach(struct stsx_kernel *kernel);
void stsx_kernel_destroy(struct stsx_session *session, struct stsx_kernel *kernel);

/* Handlers run, or do nothing. */
void stsx_kernel_activate(struct stsx_kernel *kernel, bool active);
void stsx_kernel_switch(struct stsx_kernel *kernel, uint32_t probe, bool on);

/* Readable when there are events; -1: there are none ever. */
int stsx_kernel_events_fd(const struct stsx_kernel *kernel);
/* Makes the descriptor; false: errno. */
bool stsx_kernel_open_events(struct stsx_session *session);
/* Handles the events that came before `until`, but not for longer than to `clock_limit`, as long as the session runs. */
void stsx_kernel_events(struct stsx_session *session, uint64_t until, uint64_t clock_limit);

/* Where a variable of a data section (".bss") lies; NULL: the object has none of that name. */
void *stsx_kernel_variable(const struct stsx_kernel *kernel, const char *section, const char *name, size_t *size);

/*
 * Programs wake the session only if it says that it waits: waking costs more than an event. True: no event came since the last question and
 * none is on its way, so that the session may wait until it is woken.
 */
bool stsx_kernel_may_wait(struct stsx_kernel *kernel);
void stsx_kernel_awake(struct stsx_kernel *kernel);

/* Takes over what was added to fed globals up to now. */
void stsx_kernel_merge(struct stsx_session *session);

/* So many events were lost: counted, and too many end the session. */
void stsx_kernel_lost(struct stsx_session *session, uint64_t lost);

/* Lost events and full maps: counted, reported. */
void stsx_kernel_check(struct stsx_session *session);

#endif
