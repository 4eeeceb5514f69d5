/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A long way between two network namespaces: a TUN device in each, and every packet held for so long in between.
 *
 *   hold_packets NAMESPACE-A NAMESPACE-B DEVICE HOLD-MICROSECONDS
 *
 * Says "ready" when both devices are there; ends with its standard input.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PACKET_BYTES 2048 /* more than the MTU of a TUN device, 1500 */
#define QUEUE_PACKETS 4096

struct packet {
	long long due_ns;
	ssize_t bytes;
	char data[PACKET_BYTES];
};

/* In one direction, first in first out. */
struct way {
	int from, to;
	unsigned int head, tail;
	struct packet packets[QUEUE_PACKETS];
};

static struct way ways[2];

static void fail(const char *what)
{
	fprintf(stderr, "hold_packets: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static int open_device(const char *namespace, const char *device)
{
	struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", namespace);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		fail(path);
	close(fd);
	fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		fail("/dev/net/tun");
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", device);
	if (ioctl(fd, TUNSETIFF, &request))
		fail(device);
	return fd;
}

static void take(struct way *way, long long hold_ns)
{
	while (way->tail - way->head < QUEUE_PACKETS) {
		struct packet *packet = &way->packets[way->tail % QUEUE_PACKETS];

		packet->bytes = read(way->from, packet->data, PACKET_BYTES);
		if (packet->bytes <= 0)
			return;
		packet->due_ns = now_ns() + hold_ns;
		way->tail++;
	}
}

/* Returns when the next one is due; 0: there is none. */
static long long give(struct way *way)
{
	for (; way->head != way->tail; way->head++) {
		struct packet *packet = &way->packets[way->head % QUEUE_PACKETS];

		if (packet->due_ns > now_ns())
			return packet->due_ns;
		/* A device that is not up yet takes nothing: lost on the way. */
		if (write(way->to, packet->data, packet->bytes) < 0 && errno != EIO && errno != EAGAIN)
			fail("write");
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct pollfd waits[3] = {{.fd = 0, .events = POLLIN}};
	long long hold_ns;

	if (argc != 5) {
		fprintf(stderr, "usage: hold_packets NAMESPACE-A NAMESPACE-B DEVICE HOLD-MICROSECONDS\n");
		return 2;
	}
	hold_ns = atoll(argv[4]) * 1000;
	ways[0].from = ways[1].to = open_device(argv[1], argv[3]);
	ways[1].from = ways[0].to = open_device(argv[2], argv[3]);
	puts("ready");
	fflush(stdout);
	while (!waits[0].revents) {
		long long due_ns[2], next_ns;
		struct timespec timeout;

		for (int i = 0; i < 2; i++) {
			take(&ways[i], hold_ns);
			due_ns[i] = give(&ways[i]);
			waits[i + 1] = (struct pollfd){.fd = ways[i].from, .events = POLLIN};
		}
		next_ns = due_ns[0] && (!due_ns[1] || due_ns[0] < due_ns[1]) ? due_ns[0] : due_ns[1];
		next_ns = next_ns ? next_ns - now_ns() : 1000000000ll;
		if (next_ns < 0)
			next_ns = 0;
		timeout = (struct timespec){next_ns / 1000000000, next_ns % 1000000000};
		if (ppoll(waits, 3, &timeout, NULL) < 0 && errno != EINTR)
			fail("ppoll");
	}
	return 0;
}
