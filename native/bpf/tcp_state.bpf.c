/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * The life of a TCP socket, from its state changes: each signal is a header of its own. One program for all of them,
 * since every program attached to a tracepoint runs for every process of the host: four of them made 44 of the 45 runs
 * of a connection.
 *
 * Hook: sock:inet_sock_set_state, since 4.16. Opening moves run in the opening thread, most others in softirq.
 */
#include "tcp_accept.bpf.h"
#include "tcp_close.bpf.h"
#include "tcp_connect.bpf.h"
#include "tcp_listen.bpf.h"

SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(tcp_state__tp_btf, const struct sock *sk, int old_state, int new_state)
{
	struct socket_state *state;
	__u64 now_ns;

	/* close() after shutdown() enters FIN_WAIT1 once more, which is not a move */
	if (sk->sk_protocol != IPPROTO_TCP || old_state == new_state)
		return 0;
	if (new_state == STATE_SYN_SENT || new_state == STATE_LISTEN) {
		if (!current_is_target())
			return 0;
		now_ns = bpf_ktime_get_ns();
		if (new_state == STATE_SYN_SENT)
			tcp_syn_sent(sk, now_ns);
		else
			tcp_listen(sk, now_ns);
		return 0;
	}
	state = state_of(sk);
	if (!state || !state->cookie)
		return 0;
	now_ns = bpf_ktime_get_ns();
	tcp_accept(sk, state, old_state, new_state, now_ns);
	tcp_connect(sk, state, old_state, new_state, now_ns);
	tcp_close(sk, state, old_state, new_state, now_ns);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
