/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * When data arrive at a socket: the difference between a slow peer and a JVM that comes late for its answer. One program
 * for TCP and UDP: an attached tracepoint costs every process of the host.
 *
 * Hook: sock:sk_data_ready, since 6.3, mostly softirq: on top of whatever task the CPU was running, so nobody is asked who.
 * Also called for a FIN without data, for connections that wait in a listener, and for sockets of all families.
 */
#include "udp_exchange.bpf.h"

static __always_inline void tcp_arrival(const struct sock *sk, struct socket_state *state, __u64 now_ns)
{
	struct tcp_sock *tp = bpf_skc_to_tcp_sock((struct sock *)sk);
	struct socket_facts facts;

	if (!tp)
		return;
	read_facts(&facts, sk, tp);
	if (!facts.unread_bytes)
		return;
	/* By the time it reads, an event loop may have taken the socket out of its epoll. */
	facts.loops = state->exchange.phase == PHASE_REQUEST && !state->exchange.loops && waiter_of(sk) == WAITER_EPOLL;
	bpf_spin_lock(&state->lock);
	exchange_arrived(state, &facts, now_ns);
	bpf_spin_unlock(&state->lock);
}

SEC("?tp_btf/sk_data_ready")
int BPF_PROG(data_arrival__tp_btf, const struct sock *sk)
{
	struct socket_state *state;
	__u64 now_ns;

	if ((sk->sk_protocol != IPPROTO_TCP && sk->sk_protocol != IPPROTO_UDP) ||
	    sk->__sk_common.skc_state == STATE_LISTEN)
		return 0;
	state = state_of(sk);
	if (!state || !state->cookie)
		return 0;
	now_ns = bpf_ktime_get_ns();
	if (sk->sk_protocol == IPPROTO_TCP) {
		tcp_arrival(sk, state, now_ns);
	} else {
		bpf_spin_lock(&state->lock);
		udp_exchange_arrived(&state->exchange, now_ns);
		bpf_spin_unlock(&state->lock);
	}
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
