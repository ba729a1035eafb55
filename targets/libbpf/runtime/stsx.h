/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The run-time library as generated code sees it. A generated file includes this, defines its globals, handlers and
 * one `struct stsx_program`, and ends in
 *
 *	int main(int argc, char **argv)
 *	{
 *		return stsx_main(argc, argv, &program);
 *	}
 *
 * What a handler looks like (probe begin { n++; printf("%d %s\n", 10 / n, name . "!") }):
 *
 *	static const struct stsx_site site_3 = { "x.stp", 2, 34, "operator", "/" };
 *
 *	static void probe_0(struct stsx_context *c, const struct stsx_record *record)
 *	{
 *		size_t mark = stsx_mark(c);
 *
 *		if (!stsx_charge(c, 2, &site_1))
 *			goto out;
 *		g_n = stsx_add(g_n, 1);
 *		{
 *			int64_t t1 = stsx_div(c, 10, g_n, &site_3);
 *			if (c->error)
 *				goto out;
 *			const char *t2 = stsx_concat(c, g_name, "!");
 *			stsx_print_begin(c);
 *			stsx_put_decimal(c, t1);
 *			stsx_put_text(c, " ", 1);
 *			stsx_put_string(c, t2);
 *			stsx_put_text(c, "\n", 1);
 *			stsx_print_end(c);
 *		}
 *		stsx_release(c, mark);
 *	out:
 *		stsx_release(c, mark);
 *	}
 *
 * Rules:
 *  - Numbers are int64_t that wrap; strings are NUL-terminated `const char *`, in buffers of MAXSTRINGLEN bytes.
 *  - What can fail takes the context and a site, sets c->error and gives a harmless value. Generated code looks at
 *    c->error before the next side effect. Only stsx_catch() clears it.
 *  - Strings that functions give live in the context's arena until the stsx_release() of a mark taken before.
 */
#ifndef STSX_H
#define STSX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/types.h"
#include "api/context.h"
#include "api/value.h"
#include "api/string.h"
#include "api/statistic.h"
#include "api/array.h"
#include "api/format.h"
#include "api/regex.h"
#include "api/record.h"
#include "api/program.h"
#include "api/intrinsics.h"
#include "api/note.h"
#include "api/answer.h"

#endif
