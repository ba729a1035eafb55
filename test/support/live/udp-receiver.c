/*
 * Takes UDP packets off a port until it is killed, so that they end in a socket and not as drops.
 *
 *	udp-receiver ADDRESS PORT
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
	static char payload[2048];
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd, room = 8 << 20;

	if (argc != 3 || inet_pton(AF_INET, argv[1], &at.sin_addr) != 1) {
		fputs("udp-receiver ADDRESS PORT\n", stderr);
		return 2;
	}
	at.sin_port = htons((unsigned short)atoi(argv[2]));
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0) {
		perror("udp-receiver");
		return 1;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	puts("ready");
	fflush(stdout);
	while (recv(fd, payload, sizeof(payload), 0) >= 0)
		;
	return 0;
}
