/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EBPFLOW_LOADER_PROTOCOL_H
#define EBPFLOW_LOADER_PROTOCOL_H

#include <sys/types.h>

#include "failure.h"

/* No wait on the peer is longer than the agent's own. 0 or -errno. */
int protocol_limit_waits(int sock);

/* Receives one request and checks that it is of our release and asks for a possible ring; ring_bytes is never 0. */
int protocol_receive(int sock, struct ebpflow_request *request, struct failure *failure);

/*
 * Who is on the other side, as the kernel recorded it when the socket was connected (connect, socketpair) or listened
 * on. The uid has to be ours unless any_uid: nobody can have a stranger's process traced.
 */
int protocol_peer(int sock, int any_uid, pid_t *pid, uid_t *uid, struct failure *failure);

/* Completes the reply's header and sends it with the fds, which stay open here. 0 or -errno. */
int protocol_reply(int sock, struct ebpflow_reply *reply, const int *fds, int fd_count);

#endif
