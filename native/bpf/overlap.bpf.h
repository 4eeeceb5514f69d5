/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Whether requests overlap on a connection, as far as their order tells.
 *
 * Signs: data were unread before a send began, the first data of an answer did not acknowledge a byte of the request, or
 * came in less than half of the shortest round trip, or more was sent after a pause without an answer: then responses
 * cannot be told apart, and this exchange has no times. In the first three exchanges of a connection (TLS 1.3: ClientHello,
 * a lone ChangeCipherSpec, Finished with the first request) that is a TLS session ticket as a rule. What follows from it
 * depends on who reads, and the socket's wait queue tells: an event loop has its socket in an epoll.
 *   the thread that sent        It has read all it wanted before it sends again (JDBC drivers send BEGIN and the statement
 *                               behind it): its next exchange is clean.
 *   a thread apart, not epoll   It waits for whatever comes, as in clients of brokers and directories: once requests have
 *                               overlapped, or a second thread asks, no exchange of this connection has times.
 *   an event loop               A few callers that each wait for their answer give no sign. So its exchanges say POLLED, and
 *                               Java gives times only to those that a library vouches for. Where there is a sign all the
 *                               same: none until OVERLAP_MEMORY exchanges were clean, twice as many after each relapse;
 *                               after several pauses in one request, never.
 */
#ifndef EBPFLOW_OVERLAP_BPF_H
#define EBPFLOW_OVERLAP_BPF_H

#include "socket_facts.bpf.h"

#define OVERLAP_MEMORY 32
#define OVERLAP_RELAPSES 10
#define OVERLAP_ALWAYS 0xffff
#define HANDSHAKE_EXCHANGES 3

/* Between two sends without an answer; see send_after_pause(). */
#define PAUSE_NS 10000000ull
#define SHORT_PAUSE_NS 1000000ull
#define SHORT_PAUSE_DOUBT 32
#define MAX_DOUBT 40
#define MANY_PAUSES 2
#define MAX_PAUSES 255

/* The smallest send buffer (net.ipv4.tcp_wmem): the kernel did not hold up what is shorter. */
#define UNBUFFERED_BYTES 16384

/* A virtual thread is the same one on another carrier. */
static __always_inline bool is_same_thread(const struct ebpflow_owner *one, const struct ebpflow_owner *other)
{
	return one->thread_id && other->thread_id ? one->thread_id == other->thread_id : one->tid == other->tid;
}

/* Who is at an exchange: a second thread may have a request of its own on its way. */
static __always_inline void exchange_user(struct exchange_state *ex, const struct ebpflow_owner *user)
{
	if (!is_same_thread(&ex->owner, user))
		ex->shared = 1;
}

/* Once it is known, it stays so: its socket leaves the epoll while the loop does not want to hear of it. */
static __always_inline void exchange_reader(struct exchange_state *ex, const struct socket_facts *facts)
{
	ex->loops |= facts->loops;
	ex->polls = ex->loops | facts->polls;
	if (ex->polls)
		ex->open.flags |= EBPFLOW_EXCHANGE_POLLED;
}

/* From now on no exchange of this connection has times. */
static __always_inline void exchange_overlaps_always(struct exchange_state *ex)
{
	ex->open.flags |= EBPFLOW_EXCHANGE_MULTIPLEXED;
	ex->overlaps = OVERLAP_ALWAYS;
}

static __always_inline void exchange_overlap(struct exchange_state *ex)
{
	ex->open.flags |= EBPFLOW_EXCHANGE_MULTIPLEXED;
	if (ex->count <= HANDSHAKE_EXCHANGES || !(ex->shared || ex->polls) || ex->overlaps == OVERLAP_ALWAYS)
		return;
	if (ex->apart) {
		ex->overlaps = OVERLAP_ALWAYS;
		return;
	}
	if (!ex->overlaps && ex->relapses < OVERLAP_RELAPSES)
		ex->relapses++;
	ex->overlaps = OVERLAP_MEMORY / 2 << ex->relapses;
}

/*
 * More is sent, although no answer has come: the next piece of a request, or another request before the first is answered?
 * A thread that has not waited for anything in between writes pieces, however long it took. What other pauses mean is known
 * when the answer is read: by whom.
 */
static __always_inline void send_after_pause(struct exchange_state *ex, const struct socket_facts *facts, __u64 now_ns)
{
	if (ex->sending || ex->open.arrival_ns || ex->open.sent_bytes >= UNBUFFERED_BYTES ||
	    (ex->sender_tid == facts->tid && ex->sender_waits == facts->waits))
		return;
	if (ex->pauses < MAX_PAUSES)
		ex->pauses++;
	if (ex->open.last_send_ns + PAUSE_NS < now_ns)
		ex->long_pauses = 1;
	else if (ex->open.last_send_ns + SHORT_PAUSE_NS < now_ns && ex->short_pauses < MAX_PAUSES)
		ex->short_pauses++;
}

/*
 * A thread that only reads what others have asked for never knows how many have: one pause is enough there. Elsewhere long
 * pauses are rare in a request and the rule where several share a connection, and so are several pauses. A single short one
 * happens to a request whose pieces are written by different threads: it is no evidence, some in a row are.
 */
static __always_inline void exchange_judge_pauses(struct exchange_state *ex)
{
	if (ex->apart) {
		if (ex->pauses)
			exchange_overlaps_always(ex);
		return;
	}
	if (!(ex->shared || ex->polls) || !ex->pauses)
		return;
	if ((ex->long_pauses || ex->short_pauses) && ex->doubt < MAX_DOUBT)
		ex->doubt += SHORT_PAUSE_DOUBT;
	if (ex->pauses >= MANY_PAUSES)
		exchange_overlaps_always(ex);
	else if (ex->long_pauses || ex->doubt >= MAX_DOUBT)
		exchange_overlap(ex);
}

#endif
