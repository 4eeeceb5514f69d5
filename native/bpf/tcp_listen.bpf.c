/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Listening sockets: the state put here is what every accepted connection inherits.
 *
 * Hook: sock:inet_sock_set_state, since 4.16; CLOSE -> LISTEN runs in the thread that called listen().
 */
#include "emit.bpf.h"

SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(tcp_listen__tp_btf, const struct sock *sk, int old_state, int new_state)
{
	__u64 now_ns = bpf_ktime_get_ns();
	struct ebpflow_record *record;
	struct socket_state *state;
	struct ebpflow_slot *slot;
	__u32 tid;

	if (new_state != STATE_LISTEN || sk->sk_protocol != IPPROTO_TCP || !current_is_target())
		return 0;
	tid = current_tid();
	slot = slot_of(tid);
	if (slot_is_agent(slot))
		return 0;
	state = create_state(sk);
	if (!state)
		return 0;
	begin_state(state, sk, EBPFLOW_ROLE_LISTENER, now_ns);
	stamp_owner(&state->user, tid, slot);
	read_endpoints(&state->endpoints, sk, 0);
	__builtin_memset(state->endpoints.remote_addr, 0, sizeof(state->endpoints.remote_addr));
	record = reserve_record(EBPFLOW_TCP_LISTENING, state, IPPROTO_TCP, now_ns);
	if (!record)
		return 0;
	record->count = sk->sk_max_ack_backlog;
	submit_record(record);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
