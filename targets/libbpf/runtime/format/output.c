// SPDX-License-Identifier: Apache-2.0
#include "output.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "../core/memory.h"

struct stsx_output *stsx_output_create(int fd)
{
	struct stsx_output *output = stsx_malloc(sizeof(*output));

	output->fd = fd;
	output->used = 0;
	output->flushed = 0;
	output->broken = false;
	output->error = 0;
	return output;
}

void stsx_output_destroy(struct stsx_output *output)
{
	free(output);
}

void stsx_output_flush(struct stsx_output *output)
{
	size_t done = 0;

	while (done < output->used && !output->broken && !output->error) {
		ssize_t written = write(output->fd, output->bytes + done, output->used - done);

		if (written >= 0) {
			done += (size_t)written;
		} else if (errno == EAGAIN) {
			struct pollfd wait = { .fd = output->fd, .events = POLLOUT };

			poll(&wait, 1, -1);
		} else if (errno == EPIPE) {
			output->broken = true;
		} else if (errno != EINTR) {
			output->error = errno;
		}
	}
	output->flushed += output->used;
	output->used = 0;
}
