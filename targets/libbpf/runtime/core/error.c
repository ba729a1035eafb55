// SPDX-License-Identifier: Apache-2.0
/* Raising, catching and wording run-time errors. The message is cut to MAXSTRINGLEN-1, as a catch block sees it. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../api/record.h"
#include "../api/value.h"
#include "context.h"
#include "memory.h"

/* "identifier 'f' at x.stp:1:2"; a keyword has no text. */
static void write_place(FILE *out, const struct stsx_site *site)
{
	fputs(site->kind, out);
	if (site->token && *site->token)
		fprintf(out, " '%s'", site->token);
	fprintf(out, " at %s:%u:%u", site->file, site->line, site->column);
}

/* " (called from …)" for each call on the way, innermost first; the caller frees it. */
static char *chain_text(const struct stsx_context *c)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out;

	if (!c->depth)
		return NULL;
	out = open_memstream(&text, &size);
	if (!out)
		stsx_out_of_memory();
	for (uint32_t i = c->depth; i-- > 0;) {
		if (!c->calls[i])
			continue;
		fputs(" (called from ", out);
		write_place(out, c->calls[i]);
		fputc(')', out);
	}
	fclose(out);
	return text;
}

static void set_error(struct stsx_context *c, enum stsx_error error, const struct stsx_site *site)
{
	c->error = error;
	c->site = site;
	free(c->chain);
	c->chain = chain_text(c);
}

void stsx_raise(struct stsx_context *c, const struct stsx_site *site, const char *message)
{
	size_t length;

	if (c->error)
		return;
	length = strnlen(message, c->string_size - 1);
	memmove(c->message, message, length);
	c->message[length] = '\0';
	set_error(c, STSX_FAILED, site);
}

void stsx_raisef(struct stsx_context *c, const struct stsx_site *site, const char *format, ...)
{
	va_list arguments;

	if (c->error)
		return;
	va_start(arguments, format);
	vsnprintf(c->message, c->string_size, format, arguments);
	va_end(arguments);
	set_error(c, STSX_FAILED, site);
}

void stsx_raise_maxaction(struct stsx_context *c, const struct stsx_site *site)
{
	if (c->error)
		return;
	snprintf(c->message, c->string_size, "MAXACTION exceeded");
	set_error(c, STSX_MAXACTION, site);
}

void stsx_raise_nesting(struct stsx_context *c, const struct stsx_site *call_site)
{
	stsx_raise(c, call_site, "MAXNESTING exceeded");
}

void stsx_raise_exhausted(struct stsx_context *c, const struct stsx_site *site)
{
	stsx_raise(c, site, "all functions exhausted");
}

void stsx_raise_division(struct stsx_context *c, const struct stsx_site *site)
{
	stsx_raise(c, site, "division by 0");
}

/* The functions that read texts have words of their own for a fault. */
void stsx_raise_fault(struct stsx_context *c, uint64_t address, const struct stsx_site *site)
{
	static const char *const spaces[] = { "kernel", "user" };

	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		size_t length = strlen(spaces[i]);

		if (site && site->token && strncmp(site->token, spaces[i], length) == 0 &&
		    strcmp(site->token + length, "_string") == 0) {
			stsx_raisef(c, site, "%s string copy fault at 0x%llx [man error::fault]", spaces[i],
				    (unsigned long long)address);
			return;
		}
	}
	stsx_raisef(c, site, "read fault [man error::fault] at 0x%llx", (unsigned long long)address);
}

bool stsx_catch(struct stsx_context *c)
{
	if (c->error != STSX_FAILED)
		return false;
	c->error = STSX_OK;
	return true;
}

const char *stsx_caught_message(const struct stsx_context *c)
{
	return c->message;
}

char *stsx_error_text(const struct stsx_context *c, const char *point)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		stsx_out_of_memory();
	fprintf(out, "ERROR: %s", c->message);
	if (c->site) {
		fputs(" near ", out);
		write_place(out, c->site);
	}
	if (c->chain)
		fputs(c->chain, out);
	fprintf(out, " in probe %s\n", point);
	fclose(out);
	return text;
}
