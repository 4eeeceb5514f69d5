// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "features.h"
#include "privileges.h"
#include "protocol.h"
#include "serve.h"
#include "tracer.h"

/* From the request to attached programs; fills the reply's data. */
static int trace(int sock, int any_uid, struct tracer *tracer, struct ebpflow_reply *reply, struct failure *failure)
{
	struct tracer_config config = {};
	struct ebpflow_request request;
	pid_t pid;
	uid_t uid;
	int err;

	/* The request is read first whatever follows: closing a socket with unread data discards the reply. */
	err = protocol_receive(sock, &request, failure);
	if (!err)
		err = protocol_peer(sock, any_uid, &pid, &uid, failure);
	if (!err)
		err = features_check_btf(failure);
	if (!err)
		err = target_find(pid, uid, &config.target, failure);
	if (err)
		return err;
	config.ring_bytes = request.ring_bytes;
	reply->ring_bytes = config.ring_bytes;
	reply->tgid = config.target.own_tgid;
	err = tracer_start(tracer, &config, failure);
	if (err)
		return err;
	err = signals_to_text(&tracer->signals, reply->text, sizeof(reply->text));
	if (err)
		fail(failure, EBPFLOW_LOAD_FAILED, -err, "names of signals: longer than %d bytes", EBPFLOW_TEXT_BYTES);
	return err;
}

int serve(int sock, int any_uid)
{
	struct ebpflow_reply reply = {};
	struct failure failure = {};
	struct tracer tracer = {};
	int fds[EBPFLOW_MAX_FDS];
	int fd_count = 0, err, sent;

	/* The default action ends the process, and with it all that was loaded: nothing to clean up. */
	alarm(EBPFLOW_LOADER_TIMEOUT_S);
	err = protocol_limit_waits(sock);
	if (err) {
		fprintf(stderr, "ebpflow-loader: file descriptor %d: %s\n", sock, strerror(-err));
		return err;
	}
	err = privileges_reduce();
	if (err)
		fail(&failure, EBPFLOW_NOT_PERMITTED, -err, "capset: %s", strerror(-err));
	else
		err = trace(sock, any_uid, &tracer, &reply, &failure);
	if (err) {
		reply.status = failure.status;
		reply.error = failure.error;
		snprintf(reply.text, sizeof(reply.text), "%s", failure.text);
	} else {
		fd_count = tracer_fds(&tracer, fds);
	}
	sent = protocol_reply(sock, &reply, fds, fd_count);
	if (sent)
		fprintf(stderr, "ebpflow-loader: %s: %s\n", err ? failure.text : "sending the reply", strerror(-sent));
	if (!err && !sent)
		tracer_hand_over(&tracer);
	tracer_stop(&tracer);
	alarm(0);
	return err ? err : sent;
}

int serve_at(const char *path, int any_uid)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int sock, err;

	if (strlen(path) >= sizeof(address.sun_path)) {
		fprintf(stderr, "ebpflow-loader: %s: longer than %zu bytes\n", path, sizeof(address.sun_path) - 1);
		return -ENAMETOOLONG;
	}
	strcpy(address.sun_path, path);
	sock = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (sock < 0 || protocol_limit_waits(sock) || connect(sock, (struct sockaddr *)&address, sizeof(address))) {
		err = -errno;
		fprintf(stderr, "ebpflow-loader: %s: %s\n", path, strerror(-err));
	} else {
		err = serve(sock, any_uid);
	}
	if (sock >= 0)
		close(sock);
	return err;
}
