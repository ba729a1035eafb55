// SPDX-License-Identifier: Apache-2.0
#include "kernel-hertz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <zlib.h>

#define USUAL 250

/* zlib reads files that are not compressed as they are. */
static int64_t read_configuration(const char *path)
{
	char line[256];
	gzFile file = gzopen(path, "re");
	int64_t hertz = 0;

	while (file && !hertz && gzgets(file, line, sizeof(line))) {
		if (strncmp(line, "CONFIG_HZ=", 10) == 0)
			hertz = strtoll(line + 10, NULL, 10);
	}
	if (file)
		gzclose(file);
	return hertz > 0 ? hertz : 0;
}

int64_t stsx_kernel_hertz(void)
{
	static int64_t hertz;
	struct utsname kernel;
	char path[sizeof(kernel.release) + 16];

	if (hertz)
		return hertz;
	hertz = read_configuration("/proc/config.gz");
	if (!hertz && uname(&kernel) == 0) {
		snprintf(path, sizeof(path), "/boot/config-%s", kernel.release);
		hertz = read_configuration(path);
	}
	if (!hertz)
		hertz = USUAL;
	return hertz;
}
