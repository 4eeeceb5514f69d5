/* SPDX-License-Identifier: Apache-2.0 */
/* The tests' side of the protocol: plays the JVM. A failed check ends the process of its test. */
#ifndef EBPFLOW_TEST_AGENT_H
#define EBPFLOW_TEST_AGENT_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#include "ebpflow_protocol.h"
#include "ebpflow_records.h"

#define CHECK(condition, ...)                                                     \
	do {                                                                      \
		if (!(condition)) {                                               \
			fprintf(stderr, "  %s:%d: " #condition ": ", __FILE__, __LINE__); \
			fprintf(stderr, __VA_ARGS__);                             \
			fputc('\n', stderr);                                      \
			exit(1);                                                  \
		}                                                                 \
	} while (0)

/* What came back from the loader. */
struct answer {
	struct ebpflow_reply reply;
	int fds[EBPFLOW_MAX_FDS];
	int fd_count;
	int exit_code;
};

extern const struct ebpflow_request good_request;

/* Takes another uid and gid for good. */
void become(uid_t uid);

/* Starts the loader on one end of a socket pair, as uid, and returns the other end. */
int start(const char *loader, uid_t uid, pid_t *child);

/* Receives one reply with its fds. */
void receive(int sock, struct answer *answer);

/* Starts the loader, asks it, and waits for its end. */
void ask_as(const char *loader, uid_t uid, const void *request, size_t bytes, struct answer *answer);
void ask(const char *loader, struct answer *answer);

void check_refusal(const struct answer *answer, enum ebpflow_status status);

/* The loader is gone: what it left must be mappable as Java maps it, and be fed by what this process does. */
void check_tracing(const struct answer *answer);

#endif
