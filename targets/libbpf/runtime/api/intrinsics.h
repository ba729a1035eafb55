/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Library functions: `function NAME:TYPE (…) %{ … %}` of src/tapset/ is stsx_fn_NAME here. The first two arguments are
 * the context and the call's place, then the script's arguments: long is int64_t, string const char *. A string result
 * lives in the arena or for ever. Functions of the handled event's context give what was captured of it; in begin, end,
 * error and timer handlers they give the user half's own, as SystemTap gives those of its own process there.
 */
#ifndef STSX_API_INTRINSICS_H
#define STSX_API_INTRINSICS_H

#include <stdint.h>

#include "context.h"

#define STSX_FN struct stsx_context *c, const struct stsx_site *site

/* logging.stp, session.stp */
void stsx_fn_exit(STSX_FN);
void stsx_fn_abort(STSX_FN);
void stsx_fn_error(STSX_FN, const char *message);
void stsx_fn_warn(STSX_FN, const char *message);
void stsx_fn_ftrace(STSX_FN, const char *message);
void stsx_fn_printk(STSX_FN, int64_t level, const char *message);
void stsx_fn_system(STSX_FN, const char *command);
int64_t stsx_fn_target(STSX_FN);
int64_t stsx_fn_stp_pid(STSX_FN);
const char *stsx_fn_module_name(STSX_FN);
int64_t stsx_fn_mem_page_size(STSX_FN);
int64_t stsx_fn___own_uid(STSX_FN);
int64_t stsx_fn___own_pid_namespace(STSX_FN);
const char *stsx_fn_sprint_loadavg(STSX_FN);
int64_t stsx_fn_randint(STSX_FN, int64_t n);

/* procfs.stp */
const char *stsx_fn___file_answer(STSX_FN);
const char *stsx_fn___answer_file(STSX_FN, const char *text);
const char *stsx_fn___append_to_answer(STSX_FN, const char *text);
const char *stsx_fn___file_written(STSX_FN);

/* strings.stp, tokenize.stp, regex.stp, byte-order.stp */
int64_t stsx_fn_strlen(STSX_FN, const char *s);
const char *stsx_fn_substr(STSX_FN, const char *text, int64_t start, int64_t length);
int64_t stsx_fn_stringat(STSX_FN, const char *text, int64_t position);
int64_t stsx_fn_strpos(STSX_FN, const char *text, const char *searched);
const char *stsx_fn_str_replace(STSX_FN, const char *text, const char *searched, const char *replacement);
int64_t stsx_fn_strtol(STSX_FN, const char *text, int64_t base);
const char *stsx_fn_text_strn(STSX_FN, const char *text, int64_t length, int64_t quoted);
const char *stsx_fn_tokenize(STSX_FN, const char *input, const char *delimiters);
const char *stsx_fn_matched(STSX_FN, int64_t n);
int64_t stsx_fn_ngroups(STSX_FN);
int64_t stsx_fn_htonll(STSX_FN, int64_t x);

/* time.stp, ctime.stp */
int64_t stsx_fn_gettimeofday_ns(STSX_FN);
int64_t stsx_fn_ktime_get_ns(STSX_FN);
int64_t stsx_fn_get_cycles(STSX_FN);
int64_t stsx_fn_jiffies(STSX_FN);
int64_t stsx_fn_HZ(STSX_FN);
int64_t stsx_fn_tz_gmtoff(STSX_FN);
const char *stsx_fn_tz_name(STSX_FN);

/* context.stp, process-arguments.stp, probe-point.stp */
int64_t stsx_fn_pid(STSX_FN);
int64_t stsx_fn_tid(STSX_FN);
int64_t stsx_fn_ppid(STSX_FN);
int64_t stsx_fn_uid(STSX_FN);
int64_t stsx_fn_gid(STSX_FN);
int64_t stsx_fn_euid(STSX_FN);
int64_t stsx_fn_egid(STSX_FN);
int64_t stsx_fn_cpu(STSX_FN);
const char *stsx_fn_execname(STSX_FN);
int64_t stsx_fn_task_current(STSX_FN);
const char *stsx_fn___command_line(STSX_FN);
const char *stsx_fn_env_var(STSX_FN, const char *name);
const char *stsx_fn_pp(STSX_FN);
const char *stsx_fn_pn(STSX_FN);
int64_t stsx_fn_addr(STSX_FN);
int64_t stsx_fn_uaddr(STSX_FN);
int64_t stsx_fn_user_mode(STSX_FN);

/* syscall-context.stp */
int64_t stsx_fn___syscall_number(STSX_FN);
int64_t stsx_fn___syscall_is_foreign(STSX_FN);
int64_t stsx_fn___syscall_argument1(STSX_FN);
int64_t stsx_fn___syscall_argument2(STSX_FN);
int64_t stsx_fn___syscall_argument3(STSX_FN);
int64_t stsx_fn___syscall_argument4(STSX_FN);
int64_t stsx_fn___syscall_argument5(STSX_FN);
int64_t stsx_fn___syscall_argument6(STSX_FN);
/* arguments.stp */
int64_t stsx_fn___parameter(STSX_FN, int64_t n);
int64_t stsx_fn_returnval(STSX_FN);

/* kernel-memory.stp, user-memory.stp: outside of events the memory is read as it is now, as root */
const char *stsx_fn_kernel_string(STSX_FN, int64_t address);
int64_t stsx_fn_kernel_char(STSX_FN, int64_t address);
int64_t stsx_fn_kernel_short(STSX_FN, int64_t address);
int64_t stsx_fn_kernel_int(STSX_FN, int64_t address);
int64_t stsx_fn_kernel_long(STSX_FN, int64_t address);
int64_t stsx_fn_kernel_pointer(STSX_FN, int64_t address);
const char *stsx_fn_user_string(STSX_FN, int64_t address);
int64_t stsx_fn_user_char(STSX_FN, int64_t address);
int64_t stsx_fn_user_short(STSX_FN, int64_t address);
int64_t stsx_fn_user_int(STSX_FN, int64_t address);
int64_t stsx_fn_user_long(STSX_FN, int64_t address);

/* dentry.stp, task.stp, proc-mem.stp */
const char *stsx_fn___dentry_path(STSX_FN, int64_t dentry, int64_t vfsmount, int64_t root, int64_t root_mount);
int64_t stsx_fn___inode_entry(STSX_FN, int64_t inode);
int64_t stsx_fn___memory_counter(STSX_FN, int64_t mm, int64_t kind);
int64_t stsx_fn___count_bits(STSX_FN, int64_t address, int64_t bits);

/* registers.stp */
int64_t stsx_fn_register(STSX_FN, const char *name);
int64_t stsx_fn_u_register(STSX_FN, const char *name);

/* symbols.stp */
const char *stsx_fn_symname(STSX_FN, int64_t address);
const char *stsx_fn_symdata(STSX_FN, int64_t address);
const char *stsx_fn_modname(STSX_FN, int64_t address);
const char *stsx_fn___usymname(STSX_FN, int64_t address, const char *places);
const char *stsx_fn___usymdata(STSX_FN, int64_t address, const char *places);
const char *stsx_fn___usymbrief(STSX_FN, int64_t address, const char *places);
const char *stsx_fn___umodname(STSX_FN, int64_t address, const char *places);

/* stacks.stp */
const char *stsx_fn___kernel_stack(STSX_FN);
const char *stsx_fn___user_stack(STSX_FN);
const char *stsx_fn___user_places(STSX_FN);
const char *stsx_fn___without_tracing(STSX_FN, const char *packed);
const char *stsx_fn___stack_text(STSX_FN, const char *packed, int64_t first, int64_t last);
int64_t stsx_fn___stack_address(STSX_FN, const char *packed, int64_t n);

/* floating-point.stp: a long holds the bits of an IEEE 754 double */
int64_t stsx_fn_fp_add(STSX_FN, int64_t a, int64_t b);
int64_t stsx_fn_fp_sub(STSX_FN, int64_t a, int64_t b);
int64_t stsx_fn_fp_mul(STSX_FN, int64_t a, int64_t b);
int64_t stsx_fn_fp_div(STSX_FN, int64_t a, int64_t b);
int64_t stsx_fn_fp_rem(STSX_FN, int64_t a, int64_t b);
int64_t stsx_fn_fp_sqrt(STSX_FN, int64_t a);
int64_t stsx_fn_fp_eq(STSX_FN, int64_t a, int64_t b);
int64_t stsx_fn_fp_le(STSX_FN, int64_t a, int64_t b);
int64_t stsx_fn_fp_lt(STSX_FN, int64_t a, int64_t b);
int64_t stsx_fn_long_to_fp(STSX_FN, int64_t value);
int64_t stsx_fn_fp_to_long(STSX_FN, int64_t a, int64_t mode, int64_t exact);
int64_t stsx_fn_fp32_to_fp64(STSX_FN, int64_t value);
const char *stsx_fn_fp_to_string(STSX_FN, int64_t a, int64_t precision);
int64_t stsx_fn_string_to_fp(STSX_FN, const char *text);

#endif
