/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Exchanges: which sends and receives of one socket are a request and its response, told from their order alone.
 *
 *            client (we connected)                          server (we accepted)
 *   IDLE     send            -> REQUEST                     receive         -> REQUEST
 *   REQUEST  arrival: the response begins                   send            -> RESPONSE
 *            receive         -> RESPONSE
 *   RESPONSE send: finished, the next one -> REQUEST        receive: finished, the next one -> REQUEST
 *   any      CLOSE, end of stream, idle: finished           the same
 *
 * A send counts when it begins, where a program tells (tcp_send_start.bpf.c): on loop-back the peer has answered, and
 * another thread of ours may have read the answer, before the sending call returns. Data that arrive for no request
 * (greetings, pushes, the answer to a request older than the agent) belong to no exchange.
 *
 * Where requests may have overlapped, an exchange has no times: overlap.bpf.h.
 *
 * Every function below changes the state under its lock, which forbids calls: what it needs is read before, and a
 * finished exchange is copied out and emitted after. Times are taken before the lock, too.
 */
#ifndef EBPFLOW_EXCHANGE_BPF_H
#define EBPFLOW_EXCHANGE_BPF_H

#include "overlap.bpf.h"

#define PHASE_IDLE 0
#define PHASE_REQUEST 1
#define PHASE_RESPONSE 2

#define IDLE_NS (EBPFLOW_EXCHANGE_IDLE_MS * 1000000ull)

/* An exchange on its way to the ring; number 0: there is none. */
struct finished {
	struct ebpflow_exchange exchange;
	struct ebpflow_owner owner;
};

static __always_inline void exchange_begin(struct exchange_state *ex, const struct socket_facts *facts,
					   const struct ebpflow_owner *owner)
{
	__builtin_memset(&ex->open, 0, sizeof(ex->open));
	ex->open.number = ++ex->count;
	ex->owner = *owner;
	ex->shared = 0;
	ex->pauses = 0;
	ex->short_pauses = 0;
	ex->long_pauses = 0;
	ex->request_seq = ex->starts_seen ? facts->write_seq : ex->write_seq;
	ex->retransmits = facts->retransmits;
	ex->window_limited = facts->window_limited;
}

static __always_inline void exchange_count_retransmits(struct exchange_state *ex, const struct socket_facts *facts)
{
	__u32 retransmits = facts->retransmits - ex->retransmits;

	ex->open.retransmits = retransmits > 0xffff ? 0xffff : retransmits;
}

static __always_inline void exchange_take(struct exchange_state *ex, const struct socket_facts *facts,
					  struct finished *finished)
{
	if (ex->phase == PHASE_REQUEST)
		ex->open.flags |= EBPFLOW_EXCHANGE_UNANSWERED;
	if (ex->phase == PHASE_REQUEST || ex->open.arrival_ns < ex->open.first_send_ns) /* unanswered, or we are the server */
		exchange_count_retransmits(ex, facts);
	if (facts->window_limited != ex->window_limited)
		ex->open.flags |= EBPFLOW_EXCHANGE_WINDOW_LIMITED;
	if (ex->overlaps && !(ex->open.flags & EBPFLOW_EXCHANGE_MULTIPLEXED)) {
		ex->open.flags |= EBPFLOW_EXCHANGE_MULTIPLEXED;
		if (ex->overlaps != OVERLAP_ALWAYS)
			ex->overlaps--;
	}
	if (ex->doubt)
		ex->doubt--;
	ex->open.min_rtt_us = facts->min_rtt_us;
	ex->phase = PHASE_IDLE;
	finished->exchange = ex->open;
	finished->owner = ex->owner;
}

/* A response that paused this long was over. */
static __always_inline bool exchange_is_idle(const struct exchange_state *ex, __u64 now_ns)
{
	__u64 last_ns = ex->open.last_read_ns > ex->open.last_send_ns ? ex->open.last_read_ns : ex->open.last_send_ns;

	return ex->phase == PHASE_RESPONSE && last_ns + IDLE_NS < now_ns;
}

/* A thread begins to send; it is not known yet whether anything will be accepted. */
static __always_inline void exchange_send_begins(struct socket_state *state, const struct socket_facts *facts,
						 const struct ebpflow_owner *owner, __u64 now_ns,
						 struct finished *finished)
{
	struct exchange_state *ex = &state->exchange;
	bool overlap = facts->unread_bytes && ex->unread_since_ns && ex->unread_since_ns < now_ns;

	if (state->role == EBPFLOW_ROLE_CLIENT) {
		bool other_asks = ex->apart && ex->count && !is_same_thread(&ex->owner, owner);

		if (ex->phase == PHASE_REQUEST)
			exchange_user(ex, owner);
		if (ex->phase == PHASE_RESPONSE) {
			if (overlap)
				exchange_overlap(ex);
			exchange_take(ex, facts, finished);
		}
		if (ex->phase == PHASE_IDLE) {
			exchange_begin(ex, facts, owner);
			ex->phase = PHASE_REQUEST;
			ex->open.first_send_ns = now_ns;
			ex->open.last_send_ns = now_ns;
			exchange_reader(ex, facts); /* the best guess until somebody reads */
			if (other_asks)
				exchange_overlaps_always(ex);
		} else if (ex->starts_seen) {
			send_after_pause(ex, facts, now_ns);
		}
		ex->sending = 1;
		ex->sender_tid = facts->tid;
		ex->sender_waits = facts->waits;
	} else if (ex->phase == PHASE_REQUEST) { /* never, as long as nobody knows who connected */
		ex->phase = PHASE_RESPONSE;
		ex->open.first_send_ns = now_ns;
		ex->open.last_send_ns = now_ns;
		ex->owner = *owner;
	}
	if (overlap && ex->phase != PHASE_IDLE)
		exchange_overlap(ex);
}

/* A send returned, having accepted something. */
static __always_inline void exchange_sent(struct exchange_state *ex, const struct socket_facts *facts, __u64 now_ns)
{
	if (ex->phase != PHASE_IDLE) {
		if (ex->open.first_send_ns)
			ex->open.last_send_ns = now_ns;
		ex->open.sent_bytes += facts->write_seq - ex->write_seq;
	}
	ex->write_seq = facts->write_seq;
	ex->sending = 0;
}

/* Data arrived at the socket: in softirq, or where a system call releases the socket. */
static __always_inline void exchange_arrived(struct socket_state *state, const struct socket_facts *facts, __u64 now_ns)
{
	struct exchange_state *ex = &state->exchange;

	if (!ex->unread_since_ns || (__s32)(facts->copied_seq - ex->arrived_seq) >= 0)
		ex->unread_since_ns = now_ns;
	ex->arrived_seq = facts->rcv_nxt;
	ex->loops |= facts->loops;
	if (state->role == EBPFLOW_ROLE_CLIENT) {
		if (ex->phase == PHASE_REQUEST && !ex->open.arrival_ns) {
			ex->open.arrival_ns = now_ns;
			exchange_count_retransmits(ex, facts);
			if ((__s32)(facts->snd_una - ex->request_seq) <= 0)
				exchange_overlap(ex);
		}
	} else if (ex->phase != PHASE_REQUEST && !ex->next_arrival_ns) {
		ex->next_arrival_ns = now_ns;
	}
}

/* A receive returned data. */
static __always_inline void exchange_received(struct socket_state *state, const struct socket_facts *facts,
					      const struct ebpflow_owner *owner, __u64 now_ns,
					      struct finished *finished)
{
	struct exchange_state *ex = &state->exchange;
	__u64 arrival_ns = ex->unread_since_ns ? ex->unread_since_ns : now_ns;

	if (state->role == EBPFLOW_ROLE_CLIENT) {
		if (ex->phase != PHASE_IDLE)
			exchange_user(ex, owner);
		if (exchange_is_idle(ex, now_ns))
			exchange_take(ex, facts, finished);
		if (ex->phase == PHASE_REQUEST) {
			ex->phase = PHASE_RESPONSE;
			if (!ex->open.arrival_ns) {
				if (!ex->unread_since_ns)
					ex->open.flags |= EBPFLOW_EXCHANGE_NO_ARRIVAL;
				ex->open.arrival_ns = arrival_ns;
				exchange_count_retransmits(ex, facts);
			}
			ex->open.first_read_ns = now_ns;
			ex->open.flags &= ~EBPFLOW_EXCHANGE_POLLED;
			exchange_reader(ex, facts);
			ex->apart = ex->shared && !ex->polls;
			exchange_judge_pauses(ex);
			if (ex->open.arrival_ns < ex->open.first_send_ns + facts->min_rtt_us * 500ull)
				exchange_overlap(ex);
		} else if (ex->phase == PHASE_RESPONSE && ex->unread_since_ns) {
			__u64 since_ns = ex->unread_since_ns > ex->open.last_read_ns ? ex->unread_since_ns :
											       ex->open.last_read_ns;

			if (now_ns > since_ns)
				ex->open.unread_us += (now_ns - since_ns) / 1000;
		}
	} else {
		if (ex->phase == PHASE_RESPONSE)
			exchange_take(ex, facts, finished);
		if (ex->phase == PHASE_IDLE) {
			exchange_begin(ex, facts, owner);
			ex->phase = PHASE_REQUEST;
			if (!ex->next_arrival_ns && !ex->unread_since_ns)
				ex->open.flags |= EBPFLOW_EXCHANGE_NO_ARRIVAL;
			ex->open.arrival_ns = ex->next_arrival_ns ? ex->next_arrival_ns : arrival_ns;
			ex->open.first_read_ns = now_ns;
			ex->next_arrival_ns = 0;
		}
	}
	if (ex->phase != PHASE_IDLE) {
		ex->open.last_read_ns = now_ns;
		ex->open.received_bytes += facts->copied_seq - ex->copied_seq - (facts->fin_read ? 1 : 0);
	}
	ex->copied_seq = facts->copied_seq;
	if (!facts->unread_bytes)
		ex->unread_since_ns = 0;
}

/* Nothing more will come: end of stream, or the connection is gone. */
static __always_inline void exchange_finish(struct exchange_state *ex, const struct socket_facts *facts, __u64 now_ns,
					    struct finished *finished)
{
	if (ex->phase == PHASE_IDLE)
		return;
	exchange_take(ex, facts, finished);
	if (finished->exchange.flags & EBPFLOW_EXCHANGE_UNANSWERED) {
		__u64 ended_ns = ex->ended_ns ? ex->ended_ns : now_ns;

		if (finished->exchange.first_send_ns)
			finished->exchange.last_read_ns = ended_ns;
		else
			finished->exchange.last_send_ns = ended_ns;
	}
}

static __always_inline struct ebpflow_exchange_record *
reserve_exchange_record(enum ebpflow_record_type type, struct socket_state *state, __u8 protocol,
			const struct finished *finished, __u64 now_ns)
{
	struct ebpflow_exchange_record *record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);

	if (!record) {
		COUNT(lost_records[type]);
		return NULL;
	}
	fill_record(&record->record, type, sizeof(*record), state, protocol, now_ns);
	record->record.owner = finished->owner;
	record->exchange = finished->exchange;
	return record;
}

/* The first exchange of a connection older than the agent: nobody saw whether it had begun before. */
static __always_inline bool is_partial(__u64 established_ns, const struct ebpflow_exchange *exchange)
{
	return !established_ns && exchange->number == 1;
}

/* Neither a failed attempt to send nor a question that nobody put is an exchange. */
static __always_inline void emit_exchange(const struct sock *sk, struct socket_state *state,
					  const struct finished *finished, __u64 now_ns)
{
	struct ebpflow_exchange_record *record;
	struct tcp_sock *tp;

	if (!finished->exchange.number || is_partial(state->established_ns, &finished->exchange) ||
	    !(finished->exchange.first_send_ns ? finished->exchange.sent_bytes : finished->exchange.received_bytes))
		return;
	record = reserve_exchange_record(EBPFLOW_TCP_EXCHANGED, state, IPPROTO_TCP, finished, now_ns);
	if (!record)
		return;
	tp = bpf_skc_to_tcp_sock((struct sock *)sk);
	if (tp)
		read_tcp_counters(&record->record.counters, sk, tp, state);
	record->record.tcp_state = sk->__sk_common.skc_state;
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
}

/* For Java, should nothing more happen on this socket. A question over UDP is lost if nothing more happens. */
static __always_inline void publish_exchange(struct ebpflow_live *entry, const struct exchange_state *ex)
{
	if (ex->phase == PHASE_REQUEST && entry->protocol == IPPROTO_UDP) {
		entry->exchange = ex->open;
		entry->exchange.flags |= EBPFLOW_EXCHANGE_UNANSWERED;
		entry->exchange.last_read_ns = ex->open.last_send_ns + IDLE_NS;
		entry->exchange_owner = ex->owner;
		return;
	}
	if (ex->phase == PHASE_RESPONSE && !is_partial(entry->start_ns, &ex->open)) {
		entry->exchange = ex->open;
		entry->exchange_owner = ex->owner;
	} else {
		entry->exchange.number = 0;
	}
}

#endif
