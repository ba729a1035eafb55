/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STSX_SESSION_GRACE_PERIOD_H
#define STSX_SESSION_GRACE_PERIOD_H

/* Returns when every BPF program that was running has ended. */
void stsx_wait_for_programs(void);

#endif
