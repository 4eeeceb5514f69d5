/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * RST segments of established connections, sent and received. A refused connect is no reset: its failure says so.
 *
 * Hooks: tcp:tcp_receive_reset and tcp:tcp_send_reset, since 4.15. The first runs before the state changes, the second
 * after it when an application aborts, so its record may follow the close record. Since 6.10 the kernel also reports
 * an RST that answers a segment of no socket: sk is NULL.
 */
#include "emit.bpf.h"

static __always_inline void reset(const struct sock *sk, __u8 by)
{
	__u64 now_ns = bpf_ktime_get_ns();
	struct socket_state *state = state_of(sk);
	struct ebpflow_record *record;
	bool is_open;

	if (!state || state->reset_by)
		return;
	is_open = state->established_ns || (state->flags & EBPFLOW_FLAG_PREEXISTING);
	if (!is_open || state->role == EBPFLOW_ROLE_LISTENER || sk->__sk_common.skc_state == STATE_SYN_SENT)
		return;
	state->reset_by = by;
	record = reserve_tcp_record(EBPFLOW_TCP_RESET, sk, state, now_ns);
	if (!record)
		return;
	if (by == EBPFLOW_RESET_BY_LOCAL && state->closer.tid)
		record->owner = state->closer;
	record->tcp_state = sk->__sk_common.skc_state;
	submit_record(record);
}

SEC("?tp_btf/tcp_receive_reset")
int BPF_PROG(tcp_reset__tp_btf_received, struct sock *sk)
{
	reset(sk, EBPFLOW_RESET_BY_REMOTE);
	return 0;
}

SEC("?tp_btf/tcp_send_reset")
int BPF_PROG(tcp_reset__tp_btf_sent, const struct sock *sk)
{
	if (sk)
		reset(sk, EBPFLOW_RESET_BY_LOCAL);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
