/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the agent and the loader say to each other over one AF_UNIX SOCK_SEQPACKET socket.
 *
 *   agent                                        loader
 *     | -- struct ebpflow_request ----------------> |   SO_PEERCRED says which process, its uid must be the caller's
 *     | <------------------ struct ebpflow_reply -- |   status 0: with EBPFLOW_FD_* then one fd per attached link
 *
 * One packet each way. The agent keeps the fds: the kernel detaches everything when the last one is closed, however
 * the JVM ends. The agent waits EBPFLOW_AGENT_TIMEOUT_MS at the most, the loader ends itself after
 * EBPFLOW_LOADER_TIMEOUT_S.
 */
#ifndef EBPFLOW_PROTOCOL_H
#define EBPFLOW_PROTOCOL_H

#include <linux/types.h>

#define EBPFLOW_PROTOCOL_MAGIC 0x464c4f57u /* "WOLF" read backwards: FLOW */
#define EBPFLOW_PROTOCOL_VERSION 1
#define EBPFLOW_AGENT_TIMEOUT_MS 5000
#define EBPFLOW_LOADER_TIMEOUT_S 10
#define EBPFLOW_MAX_FDS 48 /* below SCM_MAX_FD (253) */
#define EBPFLOW_MAX_RING_BYTES (64u << 20) /* kernel memory that one request may cost a broker's account */
#define EBPFLOW_TEXT_BYTES 4096

/* 32 bytes. */
struct ebpflow_request {
	__u32 magic;
	__u32 protocol_version;
	__u32 layout_version; /* EBPFLOW_LAYOUT_VERSION the agent was built with */
	__u32 ring_bytes;     /* power of two times the page size; 0: EBPFLOW_RING_BYTES */
	__u32 pad[4];
};

/* Which step failed: the agent chooses its message by it. */
enum ebpflow_status {
	EBPFLOW_OK = 0,
	EBPFLOW_BAD_REQUEST = 1,  /* magic or version differ: loader and agent are of different releases */
	EBPFLOW_NOT_YOURS = 2,    /* the peer's uid is not the caller's */
	EBPFLOW_NO_BTF = 3,       /* /sys/kernel/btf/vmlinux is missing */
	EBPFLOW_NOT_PERMITTED = 4, /* EPERM or EACCES from bpf(2): CAP_BPF and CAP_PERFMON are needed */
	EBPFLOW_LOAD_FAILED = 5,  /* the kernel refused a program or map for another reason */
	EBPFLOW_ATTACH_FAILED = 6, /* a signal that nothing can replace did not attach */
	EBPFLOW_NO_TARGET = 7,    /* the peer's process was not found */
	EBPFLOW_NO_MEMORY = 8,    /* ENOMEM, or RLIMIT_MEMLOCK on kernels before 5.11 */
};

/* Order of the fds in front of the links. */
enum ebpflow_fd {
	EBPFLOW_FD_SLOTS = 0,
	EBPFLOW_FD_LIVE = 1,
	EBPFLOW_FD_RING = 2,
	EBPFLOW_FD_STATS = 3,
	EBPFLOW_FD_LINKS = 4, /* from here on */
};

/* 4128 bytes. */
struct ebpflow_reply {
	__u32 magic;
	__u32 protocol_version;
	__u32 layout_version;
	__u32 status;     /* enum ebpflow_status */
	__u32 error;      /* errno of the failed step, 0: none */
	__u32 fd_count;
	__u32 ring_bytes; /* as created */
	__u32 tgid;       /* the JVM as its own pid namespace numbers it */
	/* status 0: "signal=attach_type" separated by spaces, in load order, attach_type "none" where the signal is lost.
	 * Otherwise what failed, one line without the remedy. NUL terminated. */
	char text[EBPFLOW_TEXT_BYTES];
};

_Static_assert(sizeof(struct ebpflow_request) == 32, "request");
_Static_assert(sizeof(struct ebpflow_reply) == 4128, "reply");

#endif
