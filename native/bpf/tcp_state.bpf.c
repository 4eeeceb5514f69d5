/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * The life of a TCP socket, from its state changes: each signal is a header of its own. One program for all of them,
 * since every program attached to a tracepoint runs for every process of the host.
 *
 * Attached twice: the kernel skips a program that is already running on this CPU (recursion_misses), and a softirq that
 * moves one socket may interrupt the program at work on another. The twin then sees what the first was skipped for;
 * whichever comes second finds the move done.
 *
 * Hook: sock:inet_sock_set_state, since 4.16. Opening moves run in the opening thread, most others in softirq.
 */
#include "tcp_accept.bpf.h"
#include "tcp_close.bpf.h"
#include "tcp_connect.bpf.h"
#include "tcp_listen.bpf.h"

/* A thread of ours opens a socket: no state yet, or that of an earlier life. */
static __always_inline void open_move(const struct sock *sk, int new_state)
{
	struct socket_state *state;

	if (!current_is_target())
		return;
	state = state_of(sk);
	if (state && state->tcp_state == new_state)
		return;
	if (new_state == STATE_SYN_SENT)
		tcp_syn_sent(sk, bpf_ktime_get_ns());
	else
		tcp_listen(sk, bpf_ktime_get_ns());
}

static __always_inline void move(const struct sock *sk, int old_state, int new_state)
{
	struct socket_state *state;
	__u64 now_ns;

	/* close() after shutdown() enters FIN_WAIT1 once more, which is not a move */
	if (sk->sk_protocol != IPPROTO_TCP || old_state == new_state)
		return;
	if (new_state == STATE_SYN_SENT || new_state == STATE_LISTEN) {
		open_move(sk, new_state);
		return;
	}
	state = state_of(sk);
	if (!state || !state->cookie || state->tcp_state == new_state)
		return;
	if (state->tcp_state != old_state)
		COUNT(missed_moves);
	now_ns = bpf_ktime_get_ns();
	tcp_accept(sk, state, old_state, new_state, now_ns);
	tcp_connect(sk, state, old_state, new_state, now_ns);
	tcp_close(sk, state, old_state, new_state, now_ns);
	state->tcp_state = new_state;
	publish_tcp_state(state);
}

SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(tcp_state__tp_btf, const struct sock *sk, int old_state, int new_state)
{
	move(sk, old_state, new_state);
	return 0;
}

SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(tcp_state__tp_btf_twin, const struct sock *sk, int old_state, int new_state)
{
	move(sk, old_state, new_state);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
