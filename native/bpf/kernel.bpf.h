/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * The kernel types we read, with the fields we read and no other: CO-RE finds them in the running kernel by name, so
 * this is neither a copy of a kernel header nor bound to the kernel of the build machine. Anonymous unions of the
 * kernel are left out, CO-RE looks through them. Differences between kernels live here, one function each.
 */
#ifndef EBPFLOW_KERNEL_BPF_H
#define EBPFLOW_KERNEL_BPF_H

#include <stdbool.h>
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

/* include/linux/socket.h */
#define AF_INET 2
#define AF_INET6 10
#define MSG_PEEK 0x2
#define MSG_ERRQUEUE 0x2000

/* include/uapi/linux/in.h */
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17

/* include/uapi/asm-generic/errno.h */
#define EADDRNOTAVAIL 99
#define ECONNABORTED 103
#define ECONNRESET 104
#define EPIPE 32

/* include/net/tcp_states.h: names differ from the enum that vmlinux BTF holds, values are ABI (tcp_info.tcpi_state) */
#define STATE_ESTABLISHED 1
#define STATE_SYN_SENT 2
#define STATE_SYN_RECV 3
#define STATE_FIN_WAIT1 4
#define STATE_FIN_WAIT2 5
#define STATE_CLOSE 7
#define STATE_CLOSE_WAIT 8
#define STATE_LAST_ACK 9
#define STATE_LISTEN 10
#define STATE_CLOSING 11

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct in6_addr {
	__u8 in6_u[16];
};

struct ns_common {
	unsigned int inum;
};

struct net {
	struct ns_common ns;
};

typedef struct {
	struct net *net;
} possible_net_t;

struct sock_common {
	__be32 skc_daddr;
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	__u16 skc_num;
	unsigned short skc_family;
	volatile unsigned char skc_state;
	int skc_bound_dev_if;
	possible_net_t skc_net;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
	unsigned long skc_flags;
};

struct net_device {
	int ifindex;
};

struct dst_entry {
	struct net_device *dev;
};

struct list_head {
	struct list_head *next;
};

struct wait_queue_head {
	struct list_head head;
};

struct wait_queue_entry {
	void *private;
	struct list_head entry;
};

struct epoll_event {
	__u32 events;
};

struct epitem {
	struct epoll_event event;
};

struct eppoll_entry {
	struct epitem *base;
	struct wait_queue_entry wait;
};

struct socket_wq {
	struct wait_queue_head wait;
};

struct sock {
	struct sock_common __sk_common;
	struct dst_entry *sk_dst_cache;
	struct socket_wq *sk_wq;
	int sk_err;
	__u16 sk_protocol;
	__u32 sk_max_ack_backlog;
};

struct inet_sock {
	__be16 inet_sport;
};

struct inet_connection_sock {
	struct inet_sock icsk_inet;
};

struct minmax_sample {
	__u32 v;
};

struct minmax {
	struct minmax_sample s[3];
};

struct tcp_sock {
	struct inet_connection_sock inet_conn;
	__u32 rcv_nxt;
	__u32 copied_seq;
	struct minmax rtt_min;
	__u32 chrono_stat[3];
	__u32 segs_out;
	__u32 segs_in;
	__u32 write_seq;
	__u32 snd_una;
	__u32 snd_nxt;
	__u32 srtt_us;
	__u32 total_retrans;
	__u64 bytes_sent;
	__u64 bytes_retrans;
	__u64 bytes_acked;
	__u64 bytes_received;
	bool is_mptcp;
};

struct socket {
	struct sock *sk;
};

struct file;
struct pid_namespace;

struct upid {
	int nr;
};

struct pid {
	unsigned int level;
	struct upid numbers[1];
};

struct task_struct {
	int pid;
	int tgid;
	struct pid *thread_pid;
	unsigned long nvcsw;
	void *io_uring;
};

struct bpf_iter_meta {
	__u64 seq_num;
};

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	__u32 fd;
	struct file *file;
};

enum sock_flags {
	SOCK_DONE = 1,
};

#pragma clang attribute pop

/* enum sock_flags of the running kernel: set by tcp_fin(), that is, once the peer's FIN was counted. */
static __always_inline bool peer_has_finished(const struct sock *sk)
{
	return sk->__sk_common.skc_flags & (1ul << bpf_core_enum_value(enum sock_flags, SOCK_DONE));
}

/* include/linux/tcp.h: index into tcp_sock.chrono_stat, after TCP_CHRONO_BUSY */
#define CHRONO_RWND_LIMITED 1

/* include/uapi/linux/eventpoll.h */
#define EPOLLONESHOT (1u << 30)

/* Who waits for something to happen at a socket: threads in a receive or poll(2) are NOBODY here. */
enum waiter {
	WAITER_NOBODY,
	WAITER_EPOLL,
	WAITER_EPOLL_ONCE, /* EPOLLONESHOT: to be armed anew each time, as the JDK does for threads of its own making */
};

/*
 * The one that came last. Only an epoll's entry has no `private`, where a thread or its poll(2) is. The queue is not locked,
 * so all of this is read as what may have gone.
 */
static __always_inline enum waiter waiter_of(const struct sock *sk)
{
	const struct socket_wq *wq = sk->sk_wq;
	struct epitem *item = NULL;
	void *waiter, *private;
	__u32 events = 0;

	if (!wq || wq->wait.head.next == &wq->wait.head)
		return WAITER_NOBODY;
	waiter = (void *)wq->wait.head.next - bpf_core_field_offset(struct wait_queue_entry, entry);
	if (bpf_probe_read_kernel(&private, sizeof(private),
				  waiter + bpf_core_field_offset(struct wait_queue_entry, private)) ||
	    private)
		return WAITER_NOBODY;
	if (!bpf_core_type_exists(struct eppoll_entry))
		return WAITER_EPOLL;
	waiter -= bpf_core_field_offset(struct eppoll_entry, wait);
	bpf_probe_read_kernel(&item, sizeof(item), waiter + bpf_core_field_offset(struct eppoll_entry, base));
	bpf_probe_read_kernel(&events, sizeof(events), (void *)item + bpf_core_field_offset(struct epitem, event.events));
	return events & EPOLLONESHOT ? WAITER_EPOLL_ONCE : WAITER_EPOLL;
}

/* win_minmax: the best of the window is the first; ~0 as long as there was no sample. */
static __always_inline __u32 min_rtt_us_of(const struct tcp_sock *tp)
{
	__u32 min_rtt_us = tp->rtt_min.s[0].v;

	return min_rtt_us == ~0u ? 0 : min_rtt_us;
}

/* Inode of the socket's network namespace, as /proc/PID/ns/net shows it; 0 in a kernel built without namespaces. */
static __always_inline __u32 network_namespace_of(const struct sock *sk)
{
	if (!bpf_core_field_exists(sk->__sk_common.skc_net.net))
		return 0;
	return BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
}

/* An MPTCP subflow is a TCP socket that no application holds; the field came with MPTCP in 5.6. */
static __always_inline bool is_mptcp_subflow(const struct tcp_sock *tp)
{
	return bpf_core_field_exists(tp->is_mptcp) && tp->is_mptcp;
}

/*
 * A thread id as its innermost pid namespace numbers it. The array is flexible, so the verifier cannot follow the
 * typed pointer and the read has to go through the helper (28 ns): called for namespaced targets only.
 */
static __always_inline __u32 namespaced_tid(struct task_struct *task, __u32 level)
{
	struct pid *pid = task->thread_pid;
	__u32 nr = 0;

	bpf_probe_read_kernel(&nr, sizeof(nr),
			      (void *)pid + bpf_core_field_offset(struct pid, numbers) +
				      level * bpf_core_type_size(struct upid) +
				      bpf_core_field_offset(struct upid, nr));
	return nr;
}

#endif
