/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Outbound connections: SYN sent, answered, or failed.
 *
 * CLOSE -> SYN_SENT runs in the connecting thread and is the only moment that names it; the answer arrives in softirq, on
 * loop-back inside connect(). A connect() that finds no route never gets here.
 */
#ifndef EBPFLOW_TCP_CONNECT_BPF_H
#define EBPFLOW_TCP_CONNECT_BPF_H

#include "emit.bpf.h"

static __always_inline void tcp_syn_sent(const struct sock *sk, __u64 now_ns)
{
	__u32 tid;
	struct ebpflow_slot *slot;
	struct socket_state *state;

	tid = current_tid();
	slot = slot_of(tid);
	if (slot)
		slot->syn_sequence++;
	if (slot_is_agent(slot))
		return;
	state = create_state(sk);
	if (!state)
		return;
	release_live(state);
	begin_state(state, sk, EBPFLOW_ROLE_CLIENT, now_ns);
	state->tcp_state = STATE_SYN_SENT;
	state->name_id = slot ? slot->name_id : 0;
	stamp_owner(&state->user, tid, slot);
}

/*
 * sk_err 0 has two causes, both in process context: the application closed the socket before an answer came (the usual
 * end of a connect with a time limit in Java), or the kernel found no local port, and then no SYN was sent. sk_shutdown
 * does not tell them apart: shutdown(2), with which Java's close() begins, disconnects in SYN_SENT without setting it.
 */
static __always_inline void connect_failed(const struct sock *sk, struct socket_state *state, __u64 now_ns)
{
	struct tcp_sock *tp = bpf_skc_to_tcp_sock((struct sock *)sk);
	struct ebpflow_record *record;
	__u32 error = sk->sk_err;

	if (!error && tp && !tp->segs_out) {
		error = EADDRNOTAVAIL;
	} else if (!error) {
		__u32 tid = current_tid();
		struct ebpflow_slot *slot = slot_of(tid);

		state->flags |= EBPFLOW_FLAG_GIVEN_UP;
		if (tid == state->user.tid && (!slot || slot->thread_id == state->user.thread_id))
			state->flags |= EBPFLOW_FLAG_GIVEN_UP_BY_OPENER;
	}
	read_endpoints(&state->endpoints, sk, tp ? tp->inet_conn.icsk_inet.inet_sport : 0);
	read_interface(&state->endpoints, sk);
	record = reserve_tcp_record(EBPFLOW_TCP_CONNECT_FAILED, sk, state, now_ns);
	if (!record)
		return;
	record->error = error;
	record->name_id = state->name_id;
	record->latency_ns = state->syn_ns ? now_ns - state->syn_ns : 0;
	record->tcp_state = STATE_SYN_SENT;
	submit_record(record);
}

static __always_inline void tcp_connect(const struct sock *sk, struct socket_state *state, int old_state,
					int new_state, __u64 now_ns)
{
	if (state->role != EBPFLOW_ROLE_CLIENT)
		return;
	if (new_state == STATE_ESTABLISHED)
		emit_established(EBPFLOW_TCP_CONNECTED, sk, state, old_state, now_ns);
	else if (old_state == STATE_SYN_SENT && new_state == STATE_CLOSE)
		connect_failed(sk, state, now_ns);
}

#endif
