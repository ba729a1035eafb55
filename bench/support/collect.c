/* Loads the programs of collect.bpf.o whose names begin with a word and prints their events: usage collect OBJECT WORD. Until a signal. */
#include <bpf/libbpf.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct event {
	unsigned int pid;
	unsigned int id;
	char comm[16];
};

static volatile sig_atomic_t ended;

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

static int print(void *context, void *data, size_t size)
{
	const struct event *event = data;

	(void)context;
	(void)size;
	printf("%u %s %u\n", event->pid, event->comm, event->id);
	return 0;
}

int main(int argc, char **argv)
{
	struct bpf_object *object = argc == 3 ? bpf_object__open_file(argv[1], NULL) : NULL;
	struct ring_buffer *ring;
	struct bpf_program *program;

	if (!object)
		return 2;
	signal(SIGINT, end);
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, strncmp(bpf_program__name(program), argv[2], strlen(argv[2])) == 0);
	if (bpf_object__load(object))
		return 1;
	bpf_object__for_each_program(program, object) {
		if (bpf_program__autoload(program) && !bpf_program__attach(program))
			return 1;
	}
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "events"), print, NULL, NULL);
	while (ring && !ended) {
		ring_buffer__consume(ring);
		usleep(500);
	}
	return 0;
}
