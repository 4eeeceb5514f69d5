// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <string.h>

#include "iterator.h"
#include "privileges.h"
#include "target.h"
#include "target.skel.h"

static const char *has(bool capability)
{
	return capability ? "yes" : "no";
}

/* The first program to be loaded: whoever may not load it may load none. */
static int load(struct target_bpf *objects, struct failure *failure)
{
	struct privileges privileges = {};
	int err;

	libbpf_log_reset();
	err = target_bpf__load(objects);
	if (!err)
		return 0;
	fail_libbpf(failure, EBPFLOW_LOAD_FAILED, -err, "program find_target");
	if (failure->status == EBPFLOW_NOT_PERMITTED && !privileges_read(&privileges))
		fail(failure, failure->status, -err, "program find_target: %s (CAP_BPF %s, CAP_PERFMON %s, CAP_SYS_ADMIN %s)",
		     strerror(-err), has(privileges.bpf), has(privileges.perfmon), has(privileges.sys_admin));
	return err;
}

static int answer(const struct target_bpf *objects, uid_t uid, struct target *target, struct failure *failure)
{
	if (!objects->bss->found)
		return fail(failure, EBPFLOW_NO_TARGET, ESRCH, "process %d was not found", target->pid);
	if (objects->bss->found_uid != uid || objects->bss->found_euid != uid || objects->bss->found_suid != uid)
		return fail(failure, EBPFLOW_NOT_YOURS, EPERM,
			    "process %d runs as uid %u (effective %u, saved %u), not as uid %u only", target->pid,
			    objects->bss->found_uid, objects->bss->found_euid, objects->bss->found_suid, uid);
	target->tgid = objects->bss->found_tgid;
	target->own_tgid = objects->bss->found_own_tgid;
	target->pid_level = objects->bss->found_level;
	return 0;
}

int target_find(pid_t pid, uid_t uid, struct target *target, struct failure *failure)
{
	struct target_bpf *objects = target_bpf__open();
	int err;

	if (!objects)
		return fail(failure, EBPFLOW_LOAD_FAILED, errno, "program find_target: %s", strerror(errno));
	objects->rodata->wanted_pid = pid;
	target->pid = pid;
	err = load(objects, failure);
	if (!err) {
		err = iterator_run(objects->progs.find_target, pid);
		if (err)
			fail(failure, EBPFLOW_ATTACH_FAILED, -err, "iterator find_target: %s", strerror(-err));
	}
	if (!err)
		err = answer(objects, uid, target, failure);
	target_bpf__destroy(objects);
	return err;
}
