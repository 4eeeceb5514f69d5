/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * UDP datagrams, in the calling thread. No tracepoint reports the close of a UDP socket, so the counters live in the
 * live table, outlast the socket, and Java ends the flow when it is idle. The tracepoint has no peer for an unconnected
 * socket: the thread's slot tells Java's hook which socket its last datagram was, and the hook knows the peer.
 */
#ifndef EBPFLOW_UDP_IO_BPF_H
#define EBPFLOW_UDP_IO_BPF_H

#include "udp_exchange.bpf.h"

static __always_inline bool same_peer(const struct ebpflow_endpoints *one, const struct ebpflow_endpoints *other)
{
	const __u64 *a = (const void *)one->remote_addr, *b = (const void *)other->remote_addr;

	return a[0] == b[0] && a[1] == b[1] && one->remote_port == other->remote_port;
}

static __always_inline struct ebpflow_live *start_udp_flow(struct socket_state *state, const struct sock *sk,
							   const struct ebpflow_endpoints *endpoints, bool outbound,
							   __u64 now_ns)
{
	struct ebpflow_live *entry;
	struct ebpflow_record *record;

	if (!same_peer(&state->endpoints, endpoints)) { /* connected to another peer: what was asked before is not answered */
		bpf_spin_lock(&state->lock);
		state->exchange.phase = PHASE_IDLE;
		bpf_spin_unlock(&state->lock);
	}
	state->role = outbound ? EBPFLOW_ROLE_CLIENT : EBPFLOW_ROLE_SERVER;
	state->endpoints = *endpoints;
	read_interface(&state->endpoints, sk);
	state->flags = endpoints->remote_port ? EBPFLOW_FLAG_CONNECTED : 0;
	state->established_ns = now_ns;
	entry = claim_live(state, IPPROTO_UDP, now_ns);
	record = reserve_record(EBPFLOW_UDP_STARTED, state, IPPROTO_UDP, now_ns);
	if (record)
		submit_record(record);
	return entry;
}

/* Only where the kernel knows the peer; Java's hook does it for sockets that are not connected. */
static __always_inline void udp_exchange(struct socket_state *state, struct ebpflow_live *entry,
					 const struct ebpflow_owner *user, __u32 bytes, bool outbound, __u64 now_ns)
{
	struct finished finished = {};

	if (state->role != EBPFLOW_ROLE_CLIENT || !state->endpoints.remote_port)
		return;
	bpf_spin_lock(&state->lock);
	if (outbound)
		udp_exchange_sent(&state->exchange, user, bytes, now_ns, &finished);
	else
		udp_exchange_received(&state->exchange, bytes, now_ns, &finished);
	if (entry)
		publish_exchange(entry, &state->exchange);
	bpf_spin_unlock(&state->lock);
	emit_udp_exchange(state, &finished, now_ns);
}

static __always_inline void udp_io(struct sock *sk, int bytes, bool outbound)
{
	__u64 now_ns = bpf_ktime_get_ns();
	struct ebpflow_endpoints endpoints = {};
	struct ebpflow_owner user;
	struct socket_state *state;
	struct ebpflow_live *entry;
	struct ebpflow_slot *slot;
	__u32 tid = current_tid();

	slot = slot_of(tid);
	if (slot_is_agent(slot))
		return;
	state = create_state(sk);
	if (!state)
		return;
	if (!state->cookie)
		begin_state(state, sk, EBPFLOW_ROLE_UNKNOWN, now_ns);
	stamp_owner(&user, tid, slot);
	set_user(state, &user);
	read_endpoints(&endpoints, sk, 0);
	if (!endpoints.remote_port) /* not connected; the address of a v4 socket is ::ffff:0.0.0.0 then */
		__builtin_memset(endpoints.remote_addr, 0, sizeof(endpoints.remote_addr));
	entry = live_of(state);
	if (!entry || !same_peer(&entry->endpoints, &endpoints))
		entry = start_udp_flow(state, sk, &endpoints, outbound, now_ns);
	if (slot && !endpoints.remote_port) {
		slot->udp_cookie = state->cookie;
		slot->udp_time_ns = now_ns;
		slot->udp_bytes = bytes;
		slot->udp_sequence++;
	}
	udp_exchange(state, entry, &user, bytes, outbound, now_ns);
	if (!entry)
		return;
	if (outbound) {
		__sync_fetch_and_add(&entry->counters.bytes_sent, bytes);
		__sync_fetch_and_add(&entry->counters.segments_out, 1);
	} else {
		__sync_fetch_and_add(&entry->counters.bytes_received, bytes);
		__sync_fetch_and_add(&entry->counters.segments_in, 1);
	}
	entry->thread_id = user.thread_id;
	entry->tid = user.tid;
	entry->last_ns = now_ns;
}

#endif
