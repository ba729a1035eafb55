// SPDX-License-Identifier: Apache-2.0
/*
 * Kernel memory read by a BPF program that is run by hand (BPF_PROG_TEST_RUN of a SYSCALL program, Linux 5.14): in its context
 * come address and size, go the bytes and the helper's result.
 */
#include "probe-read.h"

#include <bpf/bpf.h>
#include <linux/bpf.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define PIECE 64

struct request {
	uint64_t address;
	uint64_t size; /* 1 to PIECE */
	int64_t result;
	uint64_t words[PIECE / 8];
};

#define LOAD(TO, FROM, OFFSET) \
	{ .code = BPF_LDX | BPF_MEM | BPF_DW, .dst_reg = (TO), .src_reg = (FROM), .off = (OFFSET) }
#define STORE(TO, OFFSET, FROM) \
	{ .code = BPF_STX | BPF_MEM | BPF_DW, .dst_reg = (TO), .src_reg = (FROM), .off = (OFFSET) }
#define MOVE(TO, FROM) { .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = (TO), .src_reg = (FROM) }
#define COMPUTE(OPERATION, TO, VALUE) { .code = BPF_ALU64 | (OPERATION) | BPF_K, .dst_reg = (TO), .imm = (VALUE) }

/* The helper writes to the stack only: words of it are cleared before, and copied after. */
#define CLEAR(WORD) STORE(BPF_REG_10, 8 * (WORD) - PIECE, BPF_REG_0)
#define COPY(WORD)                                            \
	LOAD(BPF_REG_1, BPF_REG_10, 8 * (WORD) - PIECE),      \
		STORE(BPF_REG_6, offsetof(struct request, words) + 8 * (WORD), BPF_REG_1)

/* bpf_probe_read_kernel(stack, ((request->size - 1) & (PIECE - 1)) + 1, request->address) */
static const struct bpf_insn instructions[] = {
	MOVE(BPF_REG_6, BPF_REG_1),
	COMPUTE(BPF_MOV, BPF_REG_0, 0),
	CLEAR(0), CLEAR(1), CLEAR(2), CLEAR(3), CLEAR(4), CLEAR(5), CLEAR(6), CLEAR(7),
	MOVE(BPF_REG_1, BPF_REG_10),
	COMPUTE(BPF_ADD, BPF_REG_1, -PIECE),
	LOAD(BPF_REG_2, BPF_REG_6, offsetof(struct request, size)),
	COMPUTE(BPF_SUB, BPF_REG_2, 1),
	COMPUTE(BPF_AND, BPF_REG_2, PIECE - 1),
	COMPUTE(BPF_ADD, BPF_REG_2, 1),
	LOAD(BPF_REG_3, BPF_REG_6, offsetof(struct request, address)),
	{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_probe_read_kernel },
	STORE(BPF_REG_6, offsetof(struct request, result), BPF_REG_0),
	COPY(0), COPY(1), COPY(2), COPY(3), COPY(4), COPY(5), COPY(6), COPY(7),
	COMPUTE(BPF_MOV, BPF_REG_0, 0),
	{ .code = BPF_JMP | BPF_EXIT },
};

/* request->words[0] = bpf_get_current_task() */
static const struct bpf_insn ask_task[] = {
	MOVE(BPF_REG_6, BPF_REG_1),
	{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_get_current_task },
	STORE(BPF_REG_6, offsetof(struct request, words), BPF_REG_0),
	COMPUTE(BPF_MOV, BPF_REG_0, 0),
	{ .code = BPF_JMP | BPF_EXIT },
};

static int load(const char *name, const struct bpf_insn *program, size_t length)
{
	LIBBPF_OPTS(bpf_prog_load_opts, options, .prog_flags = BPF_F_SLEEPABLE);

	return bpf_prog_load(BPF_PROG_TYPE_SYSCALL, name, "GPL", program, length, &options);
}

static bool run(int program, struct request *request)
{
	/* The kernel writes a SYSCALL program's context back to where it read it. */
	LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = request, .ctx_size_in = sizeof(*request));

	return program >= 0 && bpf_prog_test_run_opts(program, &options) == 0;
}

bool stsx_probe_read(uint64_t address, void *to, size_t size)
{
	static int program = -1;
	static bool tried;

	if (!tried) {
		tried = true;
		program = load("stsx_read", instructions, sizeof(instructions) / sizeof(instructions[0]));
	}
	for (size_t done = 0; done < size; done += PIECE) {
		size_t piece = size - done < PIECE ? size - done : PIECE;
		struct request request = { .address = address + done, .size = piece, .result = -1 };

		if (!run(program, &request) || request.result != 0)
			return false;
		memcpy((char *)to + done, request.words, piece);
	}
	return true;
}

uint64_t stsx_own_task(void)
{
	static uint64_t task;
	struct request request = { 0 };
	int program;

	if (task)
		return task;
	program = load("stsx_task", ask_task, sizeof(ask_task) / sizeof(ask_task[0]));
	if (run(program, &request))
		task = request.words[0];
	if (program >= 0)
		close(program);
	return task;
}
