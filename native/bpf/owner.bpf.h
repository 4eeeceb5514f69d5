/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Who did it. Only for handlers that run in the context of the calling thread; a softirq handler runs on top of
 * whatever the CPU was doing and takes the owner that the socket remembers.
 */
#ifndef EBPFLOW_OWNER_BPF_H
#define EBPFLOW_OWNER_BPF_H

#include "maps.bpf.h"

/* The only place where a pid_tgid is split. */
static __always_inline bool current_is_target(void)
{
	return (__u32)(bpf_get_current_pid_tgid() >> 32) == target_tgid;
}

/* As the JVM sees it: the number that jstack and /proc of its namespace show. */
static __always_inline __u32 current_tid(void)
{
	if (!target_pid_level)
		return (__u32)bpf_get_current_pid_tgid();
	return namespaced_tid(bpf_get_current_task_btf(), target_pid_level);
}

/* Every probe is looked at: a freed slot leaves a hole in front of those that were placed behind it. */
static __always_inline struct ebpflow_slot *slot_of(__u32 tid)
{
	__u32 hash = tid * EBPFLOW_SLOT_HASH;

	for (int i = 0; i < EBPFLOW_SLOT_PROBES; i++) {
		__u32 index = (hash + i) & (EBPFLOW_SLOT_COUNT - 1);
		struct ebpflow_slot *slot = bpf_map_lookup_elem(&slots, &index);

		if (slot && slot->tid == tid)
			return slot;
	}
	return NULL;
}

static __always_inline bool slot_is_agent(const struct ebpflow_slot *slot)
{
	return slot && (slot->flags & EBPFLOW_SLOT_AGENT);
}

static __always_inline bool slot_is_virtual(const struct ebpflow_slot *slot)
{
	return slot && (slot->flags & EBPFLOW_SLOT_VIRTUAL);
}

static __always_inline void stamp_owner(struct ebpflow_owner *owner, __u32 tid, const struct ebpflow_slot *slot)
{
	__builtin_memset(owner, 0, sizeof(*owner));
	owner->tid = tid;
	if (slot && slot->thread_id) {
		owner->thread_id = slot->thread_id;
		owner->context_id = slot->context_id;
		owner->call_site_id = slot->call_site_id;
		return;
	}
	COUNT(slot_misses);
	bpf_get_current_comm(owner->comm, sizeof(owner->comm));
}

static __always_inline void stamp_current(struct ebpflow_owner *owner)
{
	__u32 tid = current_tid();

	stamp_owner(owner, tid, slot_of(tid));
}

#endif
