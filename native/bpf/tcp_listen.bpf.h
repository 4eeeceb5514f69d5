/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Listening sockets: the state put here is what every accepted connection inherits.
 *
 * CLOSE -> LISTEN runs in the thread that called listen().
 */
#ifndef EBPFLOW_TCP_LISTEN_BPF_H
#define EBPFLOW_TCP_LISTEN_BPF_H

#include "emit.bpf.h"

static __always_inline void tcp_listen(const struct sock *sk, __u64 now_ns)
{
	struct ebpflow_record *record;
	struct socket_state *state;
	struct ebpflow_slot *slot;
	__u32 tid = current_tid();

	slot = slot_of(tid);
	if (slot_is_agent(slot))
		return;
	state = create_state(sk);
	if (!state)
		return;
	begin_state(state, sk, EBPFLOW_ROLE_LISTENER, now_ns);
	state->tcp_state = STATE_LISTEN;
	stamp_owner(&state->user, tid, slot);
	read_endpoints(&state->endpoints, sk, 0);
	__builtin_memset(state->endpoints.remote_addr, 0, sizeof(state->endpoints.remote_addr));
	record = reserve_record(EBPFLOW_TCP_LISTENING, state, IPPROTO_TCP, now_ns);
	if (!record)
		return;
	record->count = sk->sk_max_ack_backlog;
	submit_record(record);
}

#endif
