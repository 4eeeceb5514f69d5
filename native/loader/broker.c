// SPDX-License-Identifier: Apache-2.0
/*
 * The broker: for hosts and nodes where the agent cannot start a privileged loader itself. It traces nobody but the
 * process that connects, so its socket may be open to all; one process per peer, so that a hanging or crashing request
 * harms no other.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve.h"

#define MAX_CHILDREN 16 /* each costs some 50 ms of CPU; further peers wait in the listen queue */

/* /run is empty after a boot. Only one level: anything else is a mistyped path. */
static void make_parent(const struct sockaddr_un *address)
{
	char parent[sizeof(address->sun_path)];
	char *slash;

	strcpy(parent, address->sun_path);
	slash = strrchr(parent, '/');
	if (slash && slash != parent) {
		*slash = '\0';
		mkdir(parent, 0755);
	}
}

/* A socket that nobody listens on is left from a broker that was killed. */
static void remove_stale(const struct sockaddr_un *address)
{
	int sock = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (sock < 0)
		return;
	if (connect(sock, (const struct sockaddr *)address, sizeof(*address)) && errno == ECONNREFUSED)
		unlink(address->sun_path);
	close(sock);
}

/* Returns the listening socket or -errno. */
static int listen_at(const char *path, unsigned int mode)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t mask;
	int sock, err = 0;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	make_parent(&address);
	remove_stale(&address);
	sock = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (sock < 0)
		return -errno;
	/* The mode is right from the first moment, without a window between bind and chmod. */
	mask = umask(0777 & ~mode);
	if (bind(sock, (struct sockaddr *)&address, sizeof(address)) || listen(sock, SOMAXCONN))
		err = -errno;
	umask(mask);
	if (err) {
		close(sock);
		return err;
	}
	return sock;
}

/* Returns 1 in a child that has served its peer, with *status, and 0 in the broker. */
static int accept_peer(int listener, int any_uid, const sigset_t *mask, int *children, int *status)
{
	int sock = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	pid_t child;

	if (sock < 0) {
		/* The peer is gone again, or we are short of memory or fds: wait a moment rather than spin. */
		poll(NULL, 0, 10);
		return 0;
	}
	child = fork();
	if (child == 0) {
		close(listener);
		sigprocmask(SIG_SETMASK, mask, NULL);
		*status = serve(sock, any_uid) ? 1 : 0;
		return 1;
	}
	if (child > 0)
		(*children)++;
	close(sock);
	return 0;
}

static int reap(int children)
{
	while (children > 0 && waitpid(-1, NULL, WNOHANG) > 0)
		children--;
	return children;
}

/* Until a signal ends the broker (0), or in a child (its exit status, *child set). */
static int accept_peers(int listener, int signals, int any_uid, const sigset_t *mask, int *child)
{
	int children = 0, status = 0;

	while (!*child) {
		struct signalfd_siginfo info;
		struct pollfd polled[] = {
			{ .fd = signals, .events = POLLIN },
			{ .fd = children < MAX_CHILDREN ? listener : -1, .events = POLLIN },
		};

		if (poll(polled, 2, -1) < 0 && errno != EINTR)
			return -errno;
		if (polled[0].revents & POLLIN && read(signals, &info, sizeof(info)) == sizeof(info) &&
		    info.ssi_signo != SIGCHLD)
			return 0;
		children = reap(children);
		if (polled[1].revents & POLLIN)
			*child = accept_peer(listener, any_uid, mask, &children, &status);
	}
	return status;
}

int broker_run(const char *path, unsigned int mode, int any_uid)
{
	int listener, signals, result, child = 0;
	sigset_t handled, mask;

	sigemptyset(&handled);
	sigaddset(&handled, SIGCHLD);
	sigaddset(&handled, SIGTERM);
	sigaddset(&handled, SIGINT);
	sigprocmask(SIG_BLOCK, &handled, &mask);
	signals = signalfd(-1, &handled, SFD_CLOEXEC);
	listener = signals < 0 ? -errno : listen_at(path, mode);
	if (listener < 0) {
		fprintf(stderr, "ebpflow-loader: %s: %s\n", path, strerror(-listener));
		return listener;
	}
	result = accept_peers(listener, signals, any_uid, &mask, &child);
	if (!child)
		unlink(path);
	close(listener);
	close(signals);
	return result;
}
