// SPDX-License-Identifier: Apache-2.0
#include "ambient.h"

#include <string.h>

#include "../api/program.h"

static const char *find(const struct stsx_context *c, const char *name)
{
	if (!c->record || !c->probe)
		return NULL;
	for (uint32_t i = 0; i < c->probe->ambient_count; i++) {
		const struct stsx_ambient *ambient = &c->probe->ambients[i];

		if (strcmp(ambient->name, name) == 0)
			return (const char *)c->record + ambient->offset;
	}
	return NULL;
}

bool stsx_ambient_long(const struct stsx_context *c, const char *name, int64_t *value)
{
	const char *field = find(c, name);

	if (!field)
		return false;
	memcpy(value, field, sizeof(*value));
	return true;
}

const char *stsx_ambient_string(const struct stsx_context *c, const char *name)
{
	return find(c, name);
}
