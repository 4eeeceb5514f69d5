/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * When data arrive at a TCP socket: the difference between a slow peer and a JVM that comes late for its answer.
 *
 * Hook: sock:sk_data_ready, since 6.3, mostly softirq: on top of whatever task the CPU was running, so nobody is asked who.
 * Also called for a FIN without data, for connections that wait in a listener, and for sockets of all families.
 */
#include "exchange.bpf.h"

SEC("?tp_btf/sk_data_ready")
int BPF_PROG(tcp_arrival__tp_btf, const struct sock *sk)
{
	struct socket_facts facts;
	struct socket_state *state;
	struct tcp_sock *tp;
	__u64 now_ns;

	if (sk->sk_protocol != IPPROTO_TCP || sk->__sk_common.skc_state == STATE_LISTEN)
		return 0;
	state = state_of(sk);
	if (!state || !state->cookie)
		return 0;
	now_ns = bpf_ktime_get_ns();
	tp = bpf_skc_to_tcp_sock((struct sock *)sk);
	if (!tp)
		return 0;
	read_facts(&facts, sk, tp);
	if (!facts.unread_bytes)
		return 0;
	bpf_spin_lock(&state->lock);
	exchange_arrived(state, &facts, now_ns);
	bpf_spin_unlock(&state->lock);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
