/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON in a recording's lines. Each function moves `*at` behind what it read; false: something else
 * stands there. */
#ifndef STSX_SESSION_RECORDING_JSON_H
#define STSX_SESSION_RECORDING_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool stsx_json_char(const char **at, char expected);
/* A number of 64 bits: in quotes, or one that a double holds exactly. */
bool stsx_json_long(const char **at, int64_t *value);
/* A number, not in quotes, that is not negative. */
bool stsx_json_count(const char **at, int64_t *value);
/* Bytes, each a character from 1 to 255. Cut to `size` with its NUL; the bytes behind it are not touched.
 * `length`, which may be NULL, is the whole text's. */
bool stsx_json_string(const char **at, char *text, size_t size, size_t *length);
/* Any value, by all rules of JSON. */
bool stsx_json_skip(const char **at);
/* Finds members of the object at `at`, whose JSON is sound. False: it has another one, too. */
bool stsx_json_members(const char *at, const char *const *names, const char **values, size_t count);

#endif
