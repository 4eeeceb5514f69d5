/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* TCP sends and receives, in the calling thread: who uses the flow, its counters for the live table, its exchanges. */
#ifndef EBPFLOW_TCP_IO_BPF_H
#define EBPFLOW_TCP_IO_BPF_H

#include "adopt.bpf.h"
#include "exchange.bpf.h"

/* First sign of a connection older than the agent. */
static __always_inline void announce(const struct sock *sk, struct socket_state *state, __u64 now_ns)
{
	struct ebpflow_record *record;

	state->announced = 1;
	claim_tcp_live(state, sk, 0);
	record = reserve_tcp_record(EBPFLOW_TCP_ADOPTED, sk, state, now_ns);
	if (!record)
		return;
	record->tcp_state = sk->__sk_common.skc_state;
	submit_record(record);
}

/* Two threads may publish one socket at once: the later read of a counter that only grows wins. */
static __always_inline void publish_tcp(struct ebpflow_live *entry, const struct sock *sk, const struct tcp_sock *tp,
					const struct socket_state *state, const struct ebpflow_owner *user,
					__u64 now_ns)
{
	struct ebpflow_counters counters;

	read_tcp_counters(&counters, sk, tp, state);
	if (counters.bytes_sent > entry->counters.bytes_sent)
		entry->counters.bytes_sent = counters.bytes_sent;
	if (counters.bytes_received > entry->counters.bytes_received)
		entry->counters.bytes_received = counters.bytes_received;
	entry->counters.segments_out = counters.segments_out;
	entry->counters.segments_in = counters.segments_in;
	entry->counters.retransmits = counters.retransmits;
	entry->counters.srtt_us = counters.srtt_us;
	entry->thread_id = user->thread_id;
	entry->tid = user->tid;
	entry->last_ns = now_ns;
}

/* The exchange that a send or receive continues; the one that it ends is emitted. */
static __always_inline void tcp_exchange(const struct sock *sk, struct socket_state *state, const struct tcp_sock *tp,
					 struct ebpflow_live *entry, const struct ebpflow_slot *slot,
					 const struct ebpflow_owner *user, bool outbound, __u64 now_ns)
{
	struct finished finished = {};
	struct socket_facts facts = {};

	read_facts(&facts, sk, tp);
	read_loop(&facts, sk, slot);
	bpf_spin_lock(&state->lock);
	if (outbound) {
		if (!state->exchange.starts_seen)
			exchange_send_begins(state, &facts, user, now_ns, &finished);
		exchange_sent(&state->exchange, &facts, now_ns);
	} else {
		exchange_received(state, &facts, user, now_ns, &finished);
	}
	if (entry)
		publish_exchange(entry, &state->exchange);
	bpf_spin_unlock(&state->lock);
	emit_exchange(sk, state, &finished, now_ns);
}

/* A receive returned nothing: the end of the stream, or room for nothing. */
static __always_inline void tcp_end_of_stream(const struct sock *sk)
{
	struct socket_state *state = state_of(sk);
	struct tcp_sock *tp = bpf_skc_to_tcp_sock((struct sock *)sk);
	struct finished finished = {};
	struct socket_facts facts;
	__u64 now_ns;

	if (!state || !state->cookie || !tp || !peer_has_finished(sk))
		return;
	now_ns = bpf_ktime_get_ns();
	read_facts(&facts, sk, tp);
	if (!facts.fin_read)
		return;
	bpf_spin_lock(&state->lock);
	if (state->exchange.phase == PHASE_RESPONSE)
		exchange_take(&state->exchange, &facts, &finished);
	bpf_spin_unlock(&state->lock);
	emit_exchange(sk, state, &finished, now_ns);
}

static __always_inline void tcp_io(struct sock *sk, bool outbound)
{
	struct socket_state *state = state_of(sk);
	struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
	struct ebpflow_live *entry = NULL;
	struct ebpflow_owner user;
	struct ebpflow_slot *slot;
	__u64 now_ns;
	__u32 tid;

	if (!tp)
		return;
	now_ns = bpf_ktime_get_ns();
	tid = current_tid();
	slot = slot_of(tid);
	if (slot_is_agent(slot))
		return;
	stamp_owner(&user, tid, slot);
	if (state && state->cookie) {
		entry = live_of(state);
		tcp_exchange(sk, state, tp, entry, slot, &user, outbound, now_ns);
	} else {
		if (is_mptcp_subflow(tp))
			return;
		state = create_state(sk);
		if (!state)
			return;
		adopt_tcp(state, sk, tp); /* in the midst of something: no exchange */
	}
	set_user(state, &user);
	if (!state->announced) {
		announce(sk, state, now_ns);
		entry = live_of(state);
	}
	if (entry)
		publish_tcp(entry, sk, tp, state, &user, now_ns);
}

#endif
