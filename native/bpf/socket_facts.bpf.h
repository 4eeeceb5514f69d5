/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* What a TCP socket says of itself, read before the lock of its state is taken: under it nothing may be called. */
#ifndef EBPFLOW_SOCKET_FACTS_BPF_H
#define EBPFLOW_SOCKET_FACTS_BPF_H

#include "emit.bpf.h"

struct socket_facts {
	__u32 copied_seq;
	__u32 write_seq;
	__u32 rcv_nxt;
	__u32 snd_una;
	__u32 unread_bytes;
	__u32 retransmits;
	__u32 min_rtt_us;
	__u32 window_limited;
	__u32 tid;
	__u32 waits;   /* how often this thread has given up the CPU by itself */
	bool fin_read; /* copied_seq counts the peer's FIN */
	bool loops;    /* an event loop has the socket */
	bool polls;    /* the current thread is one, or may be */
};

/* copied_seq before rcv_nxt: data that arrive in between make unread_bytes larger, never FIN appear read. */
static __always_inline void read_facts(struct socket_facts *facts, const struct sock *sk, const struct tcp_sock *tp)
{
	__u32 unread;
	bool fin;

	facts->copied_seq = tp->copied_seq;
	barrier();
	fin = peer_has_finished(sk);
	facts->rcv_nxt = tp->rcv_nxt;
	facts->write_seq = tp->write_seq;
	facts->snd_una = tp->snd_una;
	facts->retransmits = tp->total_retrans;
	facts->min_rtt_us = min_rtt_us_of(tp);
	facts->window_limited = tp->chrono_stat[CHRONO_RWND_LIMITED];
	unread = facts->rcv_nxt - facts->copied_seq;
	if ((__s32)unread < 0)
		unread = 0;
	facts->fin_read = fin && !unread;
	facts->unread_bytes = unread - (fin && unread ? 1 : 0);
}

/*
 * Whether an event loop is at work, which may ask for many things at once. A virtual thread that waits for data has the JDK
 * wait for it in an epoll, with EPOLLONESHOT, and the socket stays there; so have asynchronous channels, whose threads are
 * not virtual. What uses io_uring is an event loop, too.
 */
static __always_inline void read_loop(struct socket_facts *facts, const struct sock *sk, const struct ebpflow_slot *slot)
{
	const struct task_struct *task = bpf_get_current_task_btf();
	enum waiter waiter = waiter_of(sk);

	facts->loops = waiter == WAITER_EPOLL || (bpf_core_field_exists(task->io_uring) && task->io_uring);
	facts->polls = facts->loops || (waiter == WAITER_EPOLL_ONCE && !slot_is_virtual(slot));
}

/* Only where a send begins; without that program there are no pauses to judge. */
static __always_inline void read_sender(struct socket_facts *facts, __u32 tid)
{
	facts->tid = tid;
	facts->waits = bpf_get_current_task_btf()->nvcsw;
}

#endif
