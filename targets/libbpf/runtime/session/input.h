/* SPDX-License-Identifier: Apache-2.0 */
/* Standard input as input.char and input.line probes have it, until its end. */
#ifndef STSX_SESSION_INPUT_H
#define STSX_SESSION_INPUT_H

#include <stdbool.h>

struct stsx_input;
struct stsx_session;

/* NULL: no probe of the program wants it. */
struct stsx_input *stsx_input_open(const struct stsx_session *session);
/* Runs the probes of what is there to be read. */
void stsx_input_serve(struct stsx_session *session);
/* False: standard input has ended. */
bool stsx_input_lasts(const struct stsx_input *input);
/* The terminal is as it was. */
void stsx_input_close(struct stsx_input *input);

#endif
