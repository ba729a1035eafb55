// SPDX-License-Identifier: Apache-2.0
/* tapset/procfs.stp: $value of procfs files and of standard input. */
#include <string.h>

#include "../api/intrinsics.h"
#include "../api/context.h"
#include "../session/session.h"

const char *stsx_fn___file_answer(STSX_FN)
{
	const struct stsx_exchange *exchange = &c->session->exchange;
	size_t most = c->string_size - 1;
	size_t length = exchange->length < most ? exchange->length : most;
	char *text = stsx_allocate(c, length + 1);

	(void)site;
	if (length > 0)
		memcpy(text, exchange->answer, length);
	text[length] = '\0';
	return text;
}

const char *stsx_fn___answer_file(STSX_FN, const char *text)
{
	c->session->exchange.length = 0;
	return stsx_fn___append_to_answer(c, site, text);
}

const char *stsx_fn___append_to_answer(STSX_FN, const char *text)
{
	(void)site;
	stsx_exchange_append(&c->session->exchange, text);
	return text;
}

const char *stsx_fn___file_written(STSX_FN)
{
	const char *written = c->session->exchange.written;

	(void)site;
	return written ? written : "";
}
