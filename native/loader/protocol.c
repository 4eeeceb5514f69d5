// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "ebpflow_records.h"
#include "protocol.h"

int protocol_limit_waits(int sock)
{
	const struct timeval limit = {
		.tv_sec = EBPFLOW_AGENT_TIMEOUT_MS / 1000,
		.tv_usec = EBPFLOW_AGENT_TIMEOUT_MS % 1000 * 1000,
	};

	if (setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) ||
	    setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)))
		return -errno;
	return 0;
}

static int check_ring(struct ebpflow_request *request, struct failure *failure)
{
	__u32 page_bytes = sysconf(_SC_PAGESIZE), bytes = request->ring_bytes;

	if (bytes == 0)
		bytes = EBPFLOW_RING_BYTES;
	if (bytes < page_bytes || bytes > EBPFLOW_MAX_RING_BYTES || (bytes & (bytes - 1)))
		return fail(failure, EBPFLOW_BAD_REQUEST, EINVAL,
			    "ring of %u bytes: not a power of two from %u to %u", bytes, page_bytes,
			    EBPFLOW_MAX_RING_BYTES);
	request->ring_bytes = bytes;
	return 0;
}

int protocol_receive(int sock, struct ebpflow_request *request, struct failure *failure)
{
	/* MSG_TRUNC: the length that was sent, not the one that fits. */
	ssize_t length = recv(sock, request, sizeof(*request), MSG_TRUNC);

	if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return fail(failure, EBPFLOW_BAD_REQUEST, ETIMEDOUT, "no request within %d ms",
			    EBPFLOW_AGENT_TIMEOUT_MS);
	if (length < 0)
		return fail(failure, EBPFLOW_BAD_REQUEST, errno, "receiving the request: %s", strerror(errno));
	if (length == 0)
		return fail(failure, EBPFLOW_BAD_REQUEST, EPIPE, "the agent left without a request");
	if (length != sizeof(*request))
		return fail(failure, EBPFLOW_BAD_REQUEST, EPROTO, "request of %zd bytes instead of %zu", length,
			    sizeof(*request));
	if (request->magic != EBPFLOW_PROTOCOL_MAGIC)
		return fail(failure, EBPFLOW_BAD_REQUEST, EPROTO, "request with magic %#x instead of %#x",
			    request->magic, EBPFLOW_PROTOCOL_MAGIC);
	if (request->protocol_version != EBPFLOW_PROTOCOL_VERSION ||
	    request->layout_version != EBPFLOW_LAYOUT_VERSION)
		return fail(failure, EBPFLOW_BAD_REQUEST, EPROTONOSUPPORT,
			    "agent has protocol %u and record layout %u, loader has %d and %d",
			    request->protocol_version, request->layout_version, EBPFLOW_PROTOCOL_VERSION,
			    EBPFLOW_LAYOUT_VERSION);
	return check_ring(request, failure);
}

int protocol_peer(int sock, int any_uid, pid_t *pid, uid_t *uid, struct failure *failure)
{
	struct ucred peer;
	socklen_t length = sizeof(peer);

	if (getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &peer, &length))
		return fail(failure, EBPFLOW_NO_TARGET, errno, "SO_PEERCRED: %s", strerror(errno));
	if (!any_uid && peer.uid != getuid())
		return fail(failure, EBPFLOW_NOT_YOURS, EPERM, "process %d has uid %u, the loader was started by uid %u",
			    peer.pid, peer.uid, getuid());
	if (peer.pid <= 0)
		return fail(failure, EBPFLOW_NO_TARGET, ESRCH, "the agent is not in the loader's pid namespace");
	*pid = peer.pid;
	*uid = peer.uid;
	return 0;
}

int protocol_reply(int sock, struct ebpflow_reply *reply, const int *fds, int fd_count)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * EBPFLOW_MAX_FDS)] = {};
	struct iovec packet = { .iov_base = reply, .iov_len = sizeof(*reply) };
	struct msghdr message = { .msg_iov = &packet, .msg_iovlen = 1 };
	struct cmsghdr *header;

	reply->magic = EBPFLOW_PROTOCOL_MAGIC;
	reply->protocol_version = EBPFLOW_PROTOCOL_VERSION;
	reply->layout_version = EBPFLOW_LAYOUT_VERSION;
	reply->fd_count = fd_count;
	if (fd_count) {
		message.msg_control = control;
		message.msg_controllen = CMSG_SPACE(sizeof(int) * fd_count);
		header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(int) * fd_count);
		memcpy(CMSG_DATA(header), fds, sizeof(int) * fd_count);
	}
	return sendmsg(sock, &message, MSG_NOSIGNAL) < 0 ? -errno : 0;
}
