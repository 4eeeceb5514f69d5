/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Reserve, count what does not fit, fill every byte, submit. */
#ifndef EBPFLOW_EMIT_BPF_H
#define EBPFLOW_EMIT_BPF_H

#include "flow.bpf.h"

/* What every record says, and zeroes. */
static __always_inline void fill_record(struct ebpflow_record *record, enum ebpflow_record_type type, __u16 size,
					struct socket_state *state, __u8 protocol, __u64 now_ns)
{
	__builtin_memset(record, 0, sizeof(*record));
	record->type = type;
	record->size = size;
	record->protocol = protocol;
	record->role = state->role;
	record->flags = state->flags;
	record->time_ns = now_ns;
	record->cookie = state->cookie;
	record->start_ns = state->established_ns;
	record->closed_by = state->closed_by;
	record->reset_by = state->reset_by;
	record->endpoints = state->endpoints;
}

static __always_inline struct ebpflow_record *reserve_record(enum ebpflow_record_type type,
							     struct socket_state *state, __u8 protocol,
							     __u64 now_ns)
{
	struct ebpflow_record *record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);

	if (!record) {
		COUNT(lost_records[type]);
		return NULL;
	}
	fill_record(record, type, sizeof(*record), state, protocol, now_ns);
	get_user(&record->owner, state);
	return record;
}

static __always_inline struct ebpflow_record *reserve_tcp_record(enum ebpflow_record_type type, const struct sock *sk,
								 struct socket_state *state, __u64 now_ns)
{
	struct ebpflow_record *record = reserve_record(type, state, IPPROTO_TCP, now_ns);
	struct tcp_sock *tp = record ? bpf_skc_to_tcp_sock((struct sock *)sk) : NULL;

	if (tp)
		read_tcp_counters(&record->counters, sk, tp, state);
	return record;
}

/* Never with a wake-up: the default self-interrupt made a ping-pong of the traced application 2.3 times slower. */
static __always_inline void submit_record(struct ebpflow_record *record)
{
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
}

/* A connection is there, whichever side began: known to Java from here on. */
static __always_inline void emit_established(enum ebpflow_record_type type, const struct sock *sk,
					     struct socket_state *state, __u8 old_state, __u64 now_ns)
{
	struct tcp_sock *tp = bpf_skc_to_tcp_sock((struct sock *)sk);
	struct ebpflow_record *record;

	state->established_ns = now_ns;
	state->announced = 1;
	if (tp)
		exchange_start_counting(state, tp);
	read_endpoints(&state->endpoints, sk, 0);
	read_interface(&state->endpoints, sk);
	claim_tcp_live(state, sk, now_ns);
	record = reserve_tcp_record(type, sk, state, now_ns);
	if (!record)
		return;
	if (state->syn_ns) /* a socket found in SYN_SENT at attach has none */
		record->latency_ns = now_ns - state->syn_ns;
	record->name_id = state->role == EBPFLOW_ROLE_CLIENT ? state->name_id : 0;
	record->tcp_state = old_state;
	submit_record(record);
}

#endif
