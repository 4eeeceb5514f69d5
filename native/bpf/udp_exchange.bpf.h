/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Exchanges over UDP, of connected sockets that sent first: datagrams until as many came back (a resolver sends two
 * questions and gets two answers), or until the next is sent or EBPFLOW_EXCHANGE_IDLE_MS have passed, which is a time-out
 * where nothing came back. A send counts when it returns. Under the state's lock, as in exchange.bpf.h.
 */
#ifndef EBPFLOW_UDP_EXCHANGE_BPF_H
#define EBPFLOW_UDP_EXCHANGE_BPF_H

#include "exchange.bpf.h"

#define UDP_SEND_NS 50000 /* an answer this much older than the send's return came while it was under way (loop-back) */

static __always_inline void udp_exchange_take(struct exchange_state *ex, struct finished *finished)
{
	ex->phase = PHASE_IDLE;
	finished->exchange = ex->open;
	finished->owner = ex->owner;
}

static __always_inline void udp_exchange_time_out(struct exchange_state *ex, __u64 now_ns, struct finished *finished)
{
	if (ex->phase != PHASE_REQUEST || ex->open.last_send_ns + IDLE_NS >= now_ns)
		return;
	ex->open.flags |= EBPFLOW_EXCHANGE_UNANSWERED;
	ex->open.last_read_ns = ex->open.last_send_ns + IDLE_NS;
	udp_exchange_take(ex, finished);
}

static __always_inline void udp_exchange_sent(struct exchange_state *ex, const struct ebpflow_owner *owner, __u32 bytes,
					      __u64 now_ns, struct finished *finished)
{
	udp_exchange_time_out(ex, now_ns, finished);
	if (ex->phase == PHASE_RESPONSE)
		udp_exchange_take(ex, finished);
	if (ex->phase == PHASE_IDLE && ex->ended_ns + UDP_SEND_NS > now_ns)
		return; /* another thread may have read the answer before we got here */
	if (ex->phase == PHASE_IDLE) {
		__builtin_memset(&ex->open, 0, sizeof(ex->open));
		ex->open.number = ++ex->count;
		ex->open.first_send_ns = now_ns;
		ex->owner = *owner;
		ex->awaited = 0;
		ex->phase = PHASE_REQUEST;
		if (ex->unread_since_ns && ex->unread_since_ns + UDP_SEND_NS > now_ns)
			ex->open.arrival_ns = now_ns;
	}
	ex->open.last_send_ns = now_ns;
	ex->open.sent_bytes += bytes;
	ex->awaited++;
}

static __always_inline void udp_exchange_arrived(struct exchange_state *ex, __u64 now_ns)
{
	ex->unread_since_ns = now_ns;
	if (ex->phase == PHASE_REQUEST && !ex->open.arrival_ns)
		ex->open.arrival_ns = now_ns;
}

static __always_inline void udp_exchange_received(struct exchange_state *ex, __u32 bytes, __u64 now_ns,
						  struct finished *finished)
{
	udp_exchange_time_out(ex, now_ns, finished);
	if (ex->phase == PHASE_IDLE) {
		ex->ended_ns = now_ns;
		return;
	}
	if (ex->phase == PHASE_REQUEST) {
		ex->phase = PHASE_RESPONSE;
		if (!ex->open.arrival_ns) {
			ex->open.flags |= EBPFLOW_EXCHANGE_NO_ARRIVAL;
			ex->open.arrival_ns = now_ns;
		}
		ex->open.first_read_ns = now_ns;
	}
	ex->open.last_read_ns = now_ns;
	ex->open.received_bytes += bytes;
	if (ex->awaited)
		ex->awaited--;
	if (!ex->awaited)
		udp_exchange_take(ex, finished);
}

static __always_inline void emit_udp_exchange(struct socket_state *state, const struct finished *finished, __u64 now_ns)
{
	struct ebpflow_exchange_record *record;

	if (!finished->exchange.number)
		return;
	record = reserve_exchange_record(EBPFLOW_UDP_EXCHANGED, state, IPPROTO_UDP, finished, now_ns);
	if (record)
		bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
}

#endif
