/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Finds the process that is to be traced: the loader knows its number in the loader's own pid namespace, the probes
 * compare global ids, and the JVM knows itself by its number in its own namespace. Only the kernel can tell all three,
 * without /proc and without a capability beyond CAP_BPF and CAP_PERFMON.
 *
 * iter/task (5.8) walks the pid namespace of the task that reads it, and runs in that task: "current" is the loader.
 * The programs that trace are in the other files; this one is loaded, read once and gone before they are.
 */
#include "kernel.bpf.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	unsigned int val;
} kuid_t;

struct cred {
	kuid_t uid;
	kuid_t suid;
	kuid_t euid;
};

/* What only this program reads of a task; CO-RE ignores the name behind the three underscores. */
struct task_struct___identity {
	const struct cred *cred;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

#pragma clang attribute pop

/* As the loader's own pid namespace numbers the process: what SO_PEERCRED said. */
const volatile __u32 wanted_pid = 0;

/* The answers; found is 0 when the process is gone. */
__u32 found = 0;
__u32 found_tgid = 0;     /* in the initial pid namespace */
__u32 found_level = 0;    /* of the pid namespace the process lives in */
__u32 found_own_tgid = 0; /* in that namespace */
__u32 found_uid = 0;
__u32 found_euid = 0;
__u32 found_suid = 0;

SEC("iter/task")
int find_target(struct bpf_iter__task *ctx)
{
	struct task_struct *loader = bpf_get_current_task_btf();
	struct task_struct *task = ctx->task;
	const struct cred *cred;
	struct pid *pid;

	/* A walk ends with a call without a task. Only leaders stand for a process. */
	if (!task || found || task->pid != task->tgid)
		return 0;

	/* An exiting task has lost its pid. The loader sees tasks of its own namespace and of those below only. */
	pid = task->thread_pid;
	if (!pid || pid->level < loader->thread_pid->level)
		return 0;
	if (namespaced_tid(task, loader->thread_pid->level) != wanted_pid)
		return 0;

	cred = ((struct task_struct___identity *)task)->cred;
	found_uid = cred->uid.val;
	found_euid = cred->euid.val;
	found_suid = cred->suid.val;
	found_tgid = task->tgid;
	found_level = pid->level;
	found_own_tgid = namespaced_tid(task, pid->level);
	found = 1;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
