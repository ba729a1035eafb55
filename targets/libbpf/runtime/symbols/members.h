/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STSX_SYMBOLS_MEMBERS_H
#define STSX_SYMBOLS_MEMBERS_H

#include "../api/members.h"

/* Fills in where the member lies. False: this kernel has no such member. */
bool stsx_member_find(struct stsx_member *member);
/* The same, looked up once. */
bool stsx_member_exists(struct stsx_member *member);

#endif
