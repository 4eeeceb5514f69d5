/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * The end of a connection, with its final counters and who ended it.
 *
 * The first move out of ESTABLISHED says who closed: FIN_WAIT1 and LAST_ACK are entered by the thread that calls close()
 * or shutdown() first, CLOSE_WAIT in softirq by the peer's FIN. The move to CLOSE itself runs in softirq or a timer for an
 * orderly end, so its current task is nobody. TIME_WAIT is another object without a state change: FIN_WAIT2 -> CLOSE is the
 * normal end of the side that closed first.
 */
#ifndef EBPFLOW_TCP_CLOSE_BPF_H
#define EBPFLOW_TCP_CLOSE_BPF_H

#include "exchange.bpf.h"

static __always_inline __u8 closed_by_error(__u32 error)
{
	switch (error) {
	case 0: /* SO_LINGER 0, unread data, disconnect */
	case ECONNABORTED: /* ss --kill */
		return EBPFLOW_CLOSED_BY_LOCAL;
	case ECONNRESET:
	case EPIPE:
		return EBPFLOW_CLOSED_BY_RESET;
	default:
		return EBPFLOW_CLOSED_BY_TIMEOUT;
	}
}

/*
 * Before the record of the close, as a rule. A connection that we have half-closed is gone as soon as the peer's FIN is
 * here, though the response in front of it is not read yet: then the exchange goes on until it is, or until the socket
 * is destroyed.
 */
static __always_inline void finish_exchange(const struct sock *sk, struct socket_state *state, bool is_destroyed,
					    __u64 now_ns)
{
	struct tcp_sock *tp = bpf_skc_to_tcp_sock((struct sock *)sk);
	struct finished finished = {};
	struct socket_facts facts;

	if (!tp)
		return;
	read_facts(&facts, sk, tp);
	if (facts.unread_bytes && !is_destroyed)
		return;
	bpf_spin_lock(&state->lock);
	exchange_finish(&state->exchange, &facts, now_ns, &finished);
	bpf_spin_unlock(&state->lock);
	emit_exchange(sk, state, &finished, now_ns);
}

static __always_inline void closed(const struct sock *sk, struct socket_state *state, int old_state, bool is_destroyed,
				   __u64 now_ns)
{
	struct ebpflow_record *record;
	__u32 error = sk->sk_err;

	if (is_given_up(state)) {
		state->live_index = 0;
		return;
	}
	if (state->closed_by == EBPFLOW_CLOSED_BY_NOBODY) {
		state->closed_by = closed_by_error(error);
		if (!error && current_is_target())
			stamp_current(&state->closer);
	}
	finish_exchange(sk, state, is_destroyed, now_ns);
	record = reserve_tcp_record(EBPFLOW_TCP_CLOSED, sk, state, now_ns);
	release_live(state);
	if (!record)
		return;
	record->error = error;
	record->tcp_state = old_state;
	if (state->closer.tid)
		record->owner = state->closer;
	submit_record(record);
}

static __always_inline void tcp_close(const struct sock *sk, struct socket_state *state, int old_state,
				      int new_state, __u64 now_ns)
{
	if (old_state == STATE_CLOSE || old_state == STATE_SYN_SENT || old_state == STATE_LISTEN ||
	    old_state == STATE_SYN_RECV)
		return;
	if (!state->exchange.ended_ns)
		state->exchange.ended_ns = now_ns;
	if (old_state == STATE_ESTABLISHED && state->closed_by == EBPFLOW_CLOSED_BY_NOBODY) {
		if (new_state == STATE_FIN_WAIT1)
			state->closed_by = EBPFLOW_CLOSED_BY_LOCAL;
		else if (new_state == STATE_CLOSE_WAIT)
			state->closed_by = EBPFLOW_CLOSED_BY_REMOTE;
	}
	if (new_state == STATE_FIN_WAIT1 || new_state == STATE_LAST_ACK) {
		if (current_is_target())
			stamp_current(&state->closer);
		state->fin_queued = 1;
	}
	if (new_state == STATE_CLOSE)
		closed(sk, state, old_state, false, now_ns);
}

#endif
