/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EBPFLOW_SERVE_H
#define EBPFLOW_SERVE_H

/*
 * Serves one request on a connected socket, within EBPFLOW_LOADER_TIMEOUT_S. any_uid: the peer need not be of our uid.
 * 0 when tracing was handed over, else -errno; the reason has been told to the peer, or to stderr if there is none.
 */
int serve(int sock, int any_uid);

/* Connects to an agent's listening socket and serves it. */
int serve_at(const char *path, int any_uid);

/* Listens at path and serves every peer in a process of its own until SIGTERM or SIGINT. */
int broker_run(const char *path, unsigned int mode, int any_uid);

#endif
