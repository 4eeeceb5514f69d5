/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * The last chance to report a connection whose move to CLOSE no program saw: no close is lost silently, and its entry in
 * the live table is given back. And the end of an exchange whose response was not read to its end.
 *
 * Hook: tcp:tcp_destroy_sock, since 4.15, softirq or process context. Ports may be gone by now, the state has kept them.
 */
#include "tcp_close.bpf.h"

SEC("?tp_btf/tcp_destroy_sock")
int BPF_PROG(tcp_destroy__tp_btf, struct sock *sk)
{
	struct socket_state *state = state_of(sk);

	if (!state || !state->announced)
		return 0;
	if (state->tcp_state == STATE_CLOSE) {
		finish_exchange(sk, state, true, bpf_ktime_get_ns());
		return 0;
	}
	COUNT(missed_moves);
	closed(sk, state, state->tcp_state, true, bpf_ktime_get_ns());
	state->tcp_state = STATE_CLOSE;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
