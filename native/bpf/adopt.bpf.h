/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Sockets that are older than the agent, found by the iterator at attach or when they next do something. */
#ifndef EBPFLOW_ADOPT_BPF_H
#define EBPFLOW_ADOPT_BPF_H

#include "emit.bpf.h"

/*
 * Which side sent the SYN is not kept by the kernel, but it can be counted: what was acknowledged plus what is in
 * flight is the payload sent once, plus our SYN if we connected, plus our FIN if it was sent.
 */
static __always_inline __u8 role_of(const struct tcp_sock *tp, __u8 fin_queued)
{
	__u64 sequence_space = tp->bytes_acked + (__u32)(tp->snd_nxt - tp->snd_una);
	__u64 payload = tp->bytes_sent - tp->bytes_retrans;

	if (sequence_space == payload + fin_queued + 1)
		return EBPFLOW_ROLE_CLIENT;
	if (sequence_space == payload + fin_queued)
		return EBPFLOW_ROLE_SERVER;
	return EBPFLOW_ROLE_UNKNOWN;
}

static __always_inline bool is_finished(__u8 tcp_state)
{
	return tcp_state == STATE_FIN_WAIT1 || tcp_state == STATE_FIN_WAIT2 || tcp_state == STATE_CLOSING ||
	       tcp_state == STATE_LAST_ACK;
}

static __always_inline void adopt_tcp(struct socket_state *state, const struct sock *sk, const struct tcp_sock *tp)
{
	__u8 tcp_state = sk->__sk_common.skc_state;

	begin_state(state, sk, EBPFLOW_ROLE_UNKNOWN, 0);
	state->flags = EBPFLOW_FLAG_PREEXISTING;
	state->tcp_state = tcp_state;
	if (tcp_state == STATE_LISTEN) {
		state->role = EBPFLOW_ROLE_LISTENER;
	} else if (tcp_state == STATE_SYN_SENT) {
		state->role = EBPFLOW_ROLE_CLIENT;
	} else {
		state->fin_queued = is_finished(tcp_state);
		state->role = role_of(tp, state->fin_queued);
	}
	read_endpoints(&state->endpoints, sk, 0);
	read_interface(&state->endpoints, sk);
	exchange_start_counting(state, tp);
}

#endif
