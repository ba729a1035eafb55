/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STSX_SESSION_RECORD_GLOBALS_H
#define STSX_SESSION_RECORD_GLOBALS_H

struct stsx_global;
struct stsx_record_text;

/* A global's value as JSON; the elements of an array in its order, each as its keys and then its value. */
void stsx_record_global(struct stsx_record_text *text, const struct stsx_global *global);

#endif
