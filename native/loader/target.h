/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EBPFLOW_TARGET_H
#define EBPFLOW_TARGET_H

#include <sys/types.h>

#include "failure.h"

/* The process to trace, by its three names. */
struct target {
	pid_t pid;          /* in the loader's pid namespace */
	__u32 tgid;         /* in the initial pid namespace */
	__u32 own_tgid;     /* in its own pid namespace */
	__u32 pid_level;    /* of its own pid namespace, 0: the initial one */
};

/*
 * Finds process pid, which must run as uid and nothing else: a pid may have been recycled since the peer connected,
 * and a process that has gained another identity since (a set-user-id program) is not its owner's to trace.
 */
int target_find(pid_t pid, uid_t uid, struct target *target, struct failure *failure);

#endif
