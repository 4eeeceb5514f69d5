// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

const struct ebpflow_request good_request = {
	.magic = EBPFLOW_PROTOCOL_MAGIC,
	.protocol_version = EBPFLOW_PROTOCOL_VERSION,
	.layout_version = EBPFLOW_LAYOUT_VERSION,
};

void become(uid_t uid)
{
	CHECK(!setgroups(0, NULL) && !setresgid(uid, uid, uid) && !setresuid(uid, uid, uid), "%m");
}

void receive(int sock, struct answer *answer)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(answer->fds))];
	struct iovec packet = { .iov_base = &answer->reply, .iov_len = sizeof(answer->reply) };
	struct msghdr message = {
		.msg_iov = &packet, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)
	};
	ssize_t length = recvmsg(sock, &message, MSG_CMSG_CLOEXEC);
	struct cmsghdr *header;

	CHECK(length == sizeof(answer->reply), "%zd bytes, %m", length);
	CHECK(answer->reply.magic == EBPFLOW_PROTOCOL_MAGIC, "%#x", answer->reply.magic);
	CHECK(memchr(answer->reply.text, 0, EBPFLOW_TEXT_BYTES), "text without end");
	header = CMSG_FIRSTHDR(&message);
	answer->fd_count = header ? (header->cmsg_len - CMSG_LEN(0)) / sizeof(int) : 0;
	if (header)
		memcpy(answer->fds, CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0));
	CHECK(answer->fd_count == (int)answer->reply.fd_count, "%d fds, %u said", answer->fd_count,
	      answer->reply.fd_count);
}

int start(const char *loader, uid_t uid, pid_t *child)
{
	char number[16];
	int pair[2];

	CHECK(!socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), "%m");
	*child = fork();
	if (*child == 0) {
		if (uid != getuid())
			become(uid);
		fcntl(pair[1], F_SETFD, 0);
		snprintf(number, sizeof(number), "%d", pair[1]);
		execl(loader, loader, "--fd", number, NULL);
		_exit(127);
	}
	close(pair[1]);
	return pair[0];
}

void ask_as(const char *loader, uid_t uid, const void *request, size_t bytes, struct answer *answer)
{
	pid_t child;
	int sock = start(loader, uid, &child), status;

	CHECK(send(sock, request, bytes, 0) == (ssize_t)bytes, "%m");
	receive(sock, answer);
	CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status), "status %#x", status);
	answer->exit_code = WEXITSTATUS(status);
	close(sock);
}

void ask(const char *loader, struct answer *answer)
{
	ask_as(loader, getuid(), &good_request, sizeof(good_request), answer);
}

void check_refusal(const struct answer *answer, enum ebpflow_status status)
{
	CHECK(answer->reply.status == status, "status %u: %s", answer->reply.status, answer->reply.text);
	CHECK(answer->reply.error && answer->reply.text[0] && answer->fd_count == 0, "%s", answer->reply.text);
}

static __u64 *map(int fd, size_t bytes, int protection, off_t offset)
{
	void *address = mmap(NULL, bytes, protection, MAP_SHARED, fd, offset);

	CHECK(address != MAP_FAILED, "%m");
	return address;
}

static void make_a_connection(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);

	CHECK(!bind(listener, (struct sockaddr *)&address, length) && !listen(listener, 1), "%m");
	CHECK(!getsockname(listener, (struct sockaddr *)&address, &length), "%m");
	CHECK(!connect(client, (struct sockaddr *)&address, length), "%m");
	close(client);
	close(listener);
}

void check_tracing(const struct answer *answer)
{
	size_t page = sysconf(_SC_PAGESIZE);
	__u64 *consumer, *producer, before;

	CHECK(answer->reply.status == EBPFLOW_OK, "status %u: %s", answer->reply.status, answer->reply.text);
	CHECK(answer->reply.tgid == (__u32)getpid(), "tgid %u", answer->reply.tgid);
	CHECK(answer->fd_count > EBPFLOW_FD_LINKS, "%d fds", answer->fd_count);
	CHECK(strstr(answer->reply.text, "tcp_state="), "%s", answer->reply.text);
	map(answer->fds[EBPFLOW_FD_SLOTS], EBPFLOW_SLOT_COUNT * sizeof(struct ebpflow_slot), PROT_READ | PROT_WRITE, 0);
	map(answer->fds[EBPFLOW_FD_LIVE], EBPFLOW_LIVE_COUNT * sizeof(struct ebpflow_live), PROT_READ | PROT_WRITE, 0);
	map(answer->fds[EBPFLOW_FD_STATS], page, PROT_READ | PROT_WRITE, 0);
	consumer = map(answer->fds[EBPFLOW_FD_RING], page, PROT_READ | PROT_WRITE, 0);
	producer = map(answer->fds[EBPFLOW_FD_RING], page + 2 * answer->reply.ring_bytes, PROT_READ, page);
	before = __atomic_load_n(producer, __ATOMIC_ACQUIRE);
	make_a_connection();
	CHECK(__atomic_load_n(producer, __ATOMIC_ACQUIRE) > before, "no record of a connection");
	CHECK(*consumer == 0, "%llu", *consumer);
}
