/*
 * Sends a known number of UDP packets and prints how many the kernel took. Small bursts with pauses between them: the receiving side
 * must never have to drop one.
 *
 *	udp-sender ADDRESS PORT COUNT PAYLOAD BURST PAUSE_US
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static long number(const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (*text == '\0' || *end != '\0' || value < 0) {
		fprintf(stderr, "udp-sender: not a number: %s\n", text);
		exit(2);
	}
	return value;
}

int main(int argc, char **argv)
{
	static char payload[1400];
	struct sockaddr_in to = { .sin_family = AF_INET };
	long count, size, burst, pause_us, sent = 0;
	int fd;

	if (argc != 7) {
		fputs("udp-sender ADDRESS PORT COUNT PAYLOAD BURST PAUSE_US\n", stderr);
		return 2;
	}
	if (inet_pton(AF_INET, argv[1], &to.sin_addr) != 1) {
		fprintf(stderr, "udp-sender: not an address: %s\n", argv[1]);
		return 2;
	}
	to.sin_port = htons((unsigned short)number(argv[2]));
	count = number(argv[3]);
	size = number(argv[4]);
	burst = number(argv[5]);
	pause_us = number(argv[6]);
	if (size > (long)sizeof(payload) || burst == 0) {
		fputs("udp-sender: PAYLOAD is at most 1400, BURST at least 1\n", stderr);
		return 2;
	}
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd < 0) {
		perror("udp-sender: socket");
		return 1;
	}
	while (sent < count) {
		if (sendto(fd, payload, (size_t)size, 0, (struct sockaddr *)&to, sizeof(to)) == size) {
			sent++;
			if (sent % burst == 0 && pause_us > 0)
				usleep((useconds_t)pause_us);
		} else if (errno != EINTR && errno != ENOBUFS) {
			perror("udp-sender: sendto");
			break;
		}
	}
	printf("%ld\n", sent);
	return sent == count ? 0 : 1;
}
