/*
 * Hands memory with a known shape to system calls: usage pointed-memory COUNT. First writev() of COUNT pieces "0", "1", …; then write() of a
 * pointer to a list of COUNT nodes whose last one points to BAD, and of one that ends with NULL. All of it stays as it is for a second.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

struct node {
	struct node *next;
	long value;
	char name[24];
};

static struct node *list(int count, struct node *end)
{
	struct node *first = end;

	for (int i = count; i-- > 0;) {
		struct node *node = calloc(1, sizeof(*node));

		node->next = first;
		node->value = i * i;
		snprintf(node->name, sizeof(node->name), "node %d", i);
		first = node;
	}
	return first;
}

int main(int argc, char **argv)
{
	int count = argc == 2 ? atoi(argv[1]) : 0;
	struct iovec *pieces = calloc((size_t)count + 1, sizeof(*pieces));
	struct node *lists[] = { list(count, (struct node *)0xbad0), list(count, NULL) };
	int sink = open("/dev/null", O_WRONLY);

	for (int i = 0; i < count; i++) {
		char *text = calloc(1, 16);

		pieces[i].iov_base = text;
		pieces[i].iov_len = (size_t)snprintf(text, 16, "%d", i);
	}
	if (writev(sink, pieces, count) < 0)
		return 1;
	for (int i = 0; i < 2; i++) {
		if (write(sink, &lists[i], sizeof(lists[i])) < 0)
			return 1;
	}
	sleep(1);
	return 0;
}
