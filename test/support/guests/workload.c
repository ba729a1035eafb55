// SPDX-License-Identifier: Apache-2.0
/*
 * What the scripts watch in a guest: the same packets in the same order every time, over loopback.
 *
 *	workload connect FAMILY PORT CLIENT_PORT	one TCP connection; the client sends `world`, both ends close
 *	workload datagrams PORT COUNT SIZE		UDP from port 41000 to a socket that receives them
 *	workload datagrams6 PORT COUNT SIZE		the same over IPv6
 *	workload refused PORT COUNT			UDP from port 41000 to a port where nobody listens
 *	workload options PORT				a TCP option; a UDP socket connected to the port and disconnected
 *	workload files PATH				330 bytes written in three calls and read back; three pages mapped
 *
 * Pauses keep acknowledgements from riding on data, so that the packets are the same however slow the machine is. Process ids
 * are left in /tmp/notes.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define BACKLOG 7
#define PAUSE_US 400000

static void must(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(1);
}

static void note(const char *who)
{
	FILE *notes = fopen("/tmp/notes", "a");

	must(notes != NULL, "/tmp/notes");
	fprintf(notes, "%s %d\n", who, (int)getpid());
	fclose(notes);
	prctl(PR_SET_NAME, who);
}

static socklen_t loopback(struct sockaddr_storage *address, int family, int port)
{
	struct sockaddr_in *four = (struct sockaddr_in *)address;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;

	memset(address, 0, sizeof(*address));
	address->ss_family = (sa_family_t)family;
	if (family == AF_INET6) {
		six->sin6_addr = in6addr_loopback;
		six->sin6_port = htons((uint16_t)port);
		return sizeof(*six);
	}
	four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	four->sin_port = htons((uint16_t)port);
	return sizeof(*four);
}

static int bound_socket(int family, int type, int port)
{
	struct sockaddr_storage address;
	socklen_t length = loopback(&address, family, port);
	int fd = socket(family, type, 0);
	int on = 1;

	must(fd >= 0, "socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	must(bind(fd, (struct sockaddr *)&address, length) == 0, "bind");
	return fd;
}

static void connect_and_send(int family, int port, int own_port)
{
	struct sockaddr_storage address;
	socklen_t length = loopback(&address, family, port);
	int fd;

	note("client");
	fd = bound_socket(family, SOCK_STREAM, own_port);
	must(connect(fd, (struct sockaddr *)&address, length) == 0, "connect");
	usleep(PAUSE_US);
	must(write(fd, "world", 5) == 5, "write");
	usleep(PAUSE_US);
	close(fd);
	exit(0);
}

static void serve(int listener)
{
	char text[16];
	int status;
	int fd = accept(listener, NULL, NULL);

	must(fd >= 0, "accept");
	must(read(fd, text, sizeof(text)) == 5, "read");
	must(read(fd, text, sizeof(text)) == 0, "end of file");
	usleep(PAUSE_US);
	close(fd);
	close(listener);
	must(wait(&status) > 0 && status == 0, "the client");
	usleep(PAUSE_US);
}

static void do_connect(int family, int port, int client_port)
{
	int listener;
	int child;

	note("server");
	listener = bound_socket(family, SOCK_STREAM, port);
	must(listen(listener, BACKLOG) == 0, "listen");
	child = fork();
	must(child >= 0, "fork");
	if (child == 0)
		connect_and_send(family, port, client_port);
	serve(listener);
}

static void send_datagrams(int family, int port, int count, size_t size)
{
	struct sockaddr_storage address;
	socklen_t length = loopback(&address, family, port);
	int fd = bound_socket(family, SOCK_DGRAM, 41000);
	char *text = calloc(1, size);

	must(text != NULL, "calloc");
	for (int i = 0; i < count; i++)
		must(sendto(fd, text, size, 0, (struct sockaddr *)&address, length) == (ssize_t)size, "sendto");
	free(text);
	close(fd);
}

static void do_datagrams(int family, int port, int count, int size)
{
	char text[2048];
	int receiver;

	note("sender");
	receiver = bound_socket(family, SOCK_DGRAM, port);
	send_datagrams(family, port, count, (size_t)size);
	for (int i = 0; i < count; i++)
		must(recv(receiver, text, sizeof(text), 0) == size, "recv");
	close(receiver);
}

/* 100 and 200 bytes in two pieces, 30 in one call of two, all read back, the end of the file, three pages mapped and unmapped. */
static void do_files(const char *path)
{
	char text[512] = { 0 };
	struct iovec pieces[] = { { text, 10 }, { text, 20 } };
	void *pages;
	int fd;

	note("writer");
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	must(fd >= 0, "open");
	must(write(fd, text, 100) == 100, "write");
	must(write(fd, text, 200) == 200, "write");
	must(writev(fd, pieces, 2) == 30, "writev");
	must(lseek(fd, 0, SEEK_SET) == 0, "lseek");
	must(read(fd, text, sizeof(text)) == 330, "read");
	must(read(fd, text, sizeof(text)) == 0, "read");
	close(fd);
	pages = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	must(pages != MAP_FAILED, "mmap");
	must(munmap(pages, 3 * 4096) == 0, "munmap");
}

/* A TCP option set; a UDP socket connected and disconnected. */
static void do_options(int port)
{
	struct sockaddr_storage address;
	struct sockaddr nobody = { .sa_family = AF_UNSPEC };
	socklen_t length = loopback(&address, AF_INET, port);
	int stream = socket(AF_INET, SOCK_STREAM, 0);
	int datagrams = bound_socket(AF_INET, SOCK_DGRAM, 41000);
	int on = 1;

	note("chooser");
	must(setsockopt(stream, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0, "setsockopt");
	must(connect(datagrams, (struct sockaddr *)&address, length) == 0, "connect");
	must(connect(datagrams, &nobody, sizeof(nobody)) == 0, "connect to nobody");
	close(datagrams);
	close(stream);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (strcmp(what, "connect") == 0 && argc == 5) {
		do_connect(atoi(argv[2]) == 6 ? AF_INET6 : AF_INET, atoi(argv[3]), atoi(argv[4]));
	} else if (strcmp(what, "datagrams") == 0 && argc == 5) {
		do_datagrams(AF_INET, atoi(argv[2]), atoi(argv[3]), atoi(argv[4]));
	} else if (strcmp(what, "datagrams6") == 0 && argc == 5) {
		do_datagrams(AF_INET6, atoi(argv[2]), atoi(argv[3]), atoi(argv[4]));
	} else if (strcmp(what, "refused") == 0 && argc == 4) {
		note("sender");
		send_datagrams(AF_INET, atoi(argv[2]), atoi(argv[3]), 64);
	} else if (strcmp(what, "options") == 0 && argc == 3) {
		do_options(atoi(argv[2]));
	} else if (strcmp(what, "files") == 0 && argc == 3) {
		do_files(argv[2]);
	} else {
		fprintf(stderr, "workload: what?\n");
		return 2;
	}
	return 0;
}
