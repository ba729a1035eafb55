/* SPDX-License-Identifier: Apache-2.0 */
/* Taking over what kernel handlers added to fed globals: stsx_kernel_merge() of kernel.h, its start and end. */
#ifndef STSX_SESSION_MERGE_H
#define STSX_SESSION_MERGE_H

#include <stdbool.h>

struct stsx_kernel;
struct stsx_session;

bool stsx_merge_open(struct stsx_session *session, struct stsx_kernel *kernel);
void stsx_merge_close(struct stsx_kernel *kernel);
#endif
