/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Inbound connections up to the accept queue. Everything here runs in softirq: ownership comes from the listener's
 * state, cloned into the child. No tracepoint sees accept() itself; Java's hook says when it returned.
 *
 * Hook: sock:inet_sock_set_state, since 4.16. LISTEN -> SYN_RECV is the birth of the child when the handshake's last
 * segment arrives.
 */
#include "emit.bpf.h"

SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(tcp_accept__tp_btf, const struct sock *sk, int old_state, int new_state)
{
	__u64 now_ns = bpf_ktime_get_ns();
	struct socket_state *state;

	if (new_state != STATE_SYN_RECV && old_state != STATE_SYN_RECV)
		return 0;
	if (sk->sk_protocol != IPPROTO_TCP)
		return 0;
	state = state_of(sk);
	if (!state)
		return 0;
	if (old_state == STATE_LISTEN && new_state == STATE_SYN_RECV)
		begin_state(state, sk, EBPFLOW_ROLE_SERVER, now_ns);
	else if (new_state == STATE_ESTABLISHED && state->role == EBPFLOW_ROLE_SERVER)
		emit_established(EBPFLOW_TCP_ARRIVED, sk, state, old_state, now_ns);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
