/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EBPFLOW_PRIVILEGES_H
#define EBPFLOW_PRIVILEGES_H

#include <stdbool.h>

/* Effective capabilities that decide what can be traced. CAP_SYS_ADMIN implies the other three. */
struct privileges {
	bool bpf;
	bool perfmon;
	bool net_admin;
	bool sys_admin;
};

/* 0 or -errno. */
int privileges_read(struct privileges *privileges);

/* Gives up all but what loading and attaching need, for the process that talks to a peer. 0 or -errno. */
int privileges_reduce(void);

#endif
