/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* What a socket says about its flow: addresses, counters, its place in the live table. */
#ifndef EBPFLOW_FLOW_BPF_H
#define EBPFLOW_FLOW_BPF_H

#include "owner.bpf.h"

/* Set while a claimed entry is being filled; Java leaves such entries alone. Cookies never get this large. */
#define LIVE_BUSY (1ull << 63)

static __always_inline struct socket_state *state_of(const struct sock *sk)
{
	return bpf_sk_storage_get(&sockets, (struct sock *)sk, NULL, 0);
}

/* For process context only: never while the socket is being destroyed. */
static __always_inline struct socket_state *create_state(const struct sock *sk)
{
	struct socket_state *state =
		bpf_sk_storage_get(&sockets, (struct sock *)sk, NULL, BPF_SK_STORAGE_GET_F_CREATE);

	if (!state)
		COUNT(storage_failed);
	return state;
}

/* A storage may be an earlier life's (connect after a failed connect) or the listener's (clone). */
static __always_inline void begin_state(struct socket_state *state, const struct sock *sk, __u8 role, __u64 now_ns)
{
	__builtin_memset(&state->cookie, 0, sizeof(*state) - offsetof(struct socket_state, cookie));
	state->cookie = bpf_get_socket_cookie((void *)sk);
	state->role = role;
	state->syn_ns = now_ns;
}

/*
 * Everything else in the state changes under the socket's own lock only; sends and receives are traced after it was
 * released. The same thread as before, the usual case, costs no lock.
 */
static __always_inline void set_user(struct socket_state *state, const struct ebpflow_owner *user)
{
	if (state->user.thread_id == user->thread_id && state->user.tid == user->tid &&
	    state->user.context_id == user->context_id && state->user.call_site_id == user->call_site_id)
		return;
	bpf_spin_lock(&state->lock);
	state->user = *user;
	bpf_spin_unlock(&state->lock);
}

static __always_inline void get_user(struct ebpflow_owner *to, struct socket_state *state)
{
	bpf_spin_lock(&state->lock);
	*to = state->user;
	bpf_spin_unlock(&state->lock);
}

static __always_inline void map_ipv4(__u8 to[16], __be32 address)
{
	__builtin_memset(to, 0, 10);
	to[10] = to[11] = 0xff;
	__builtin_memcpy(to + 12, &address, 4);
}

static __always_inline void read_endpoints(struct ebpflow_endpoints *to, const struct sock *sk, __be16 local_port)
{
	const struct sock_common *common = &sk->__sk_common;

	if (common->skc_family == AF_INET) {
		map_ipv4(to->local_addr, common->skc_rcv_saddr);
		map_ipv4(to->remote_addr, common->skc_daddr);
	} else {
		struct in6_addr local = common->skc_v6_rcv_saddr;
		struct in6_addr remote = common->skc_v6_daddr;

		__builtin_memcpy(to->local_addr, &local, 16);
		__builtin_memcpy(to->remote_addr, &remote, 16);
	}
	to->local_port = local_port ? bpf_ntohs(local_port) : common->skc_num;
	to->remote_port = bpf_ntohs(common->skc_dport);
}

/*
 * Of the cached route, 0: none. Through probe reads: three typed loads would be faster to run, but the verifier searches
 * the whole of the kernel's BTF for each of them, and this is read once a flow.
 */
static __always_inline void read_interface(struct ebpflow_endpoints *to, const struct sock *sk)
{
	to->interface_index = BPF_CORE_READ(sk, sk_dst_cache, dev, ifindex);
}

/*
 * From the socket's own counters, so that PEEK, EAGAIN, splice and whatever happened before we came are right:
 * bytes_acked counts the SYN of the side that connected and a FIN, write_seq a FIN, bytes_received the peer's FIN.
 */
static __always_inline void read_tcp_counters(struct ebpflow_counters *to, const struct sock *sk,
					      const struct tcp_sock *tp, const struct socket_state *state)
{
	to->bytes_sent = tp->bytes_acked + (__u32)(tp->write_seq - tp->snd_una) -
			 (state->role == EBPFLOW_ROLE_CLIENT ? 1 : 0) - state->fin_queued;
	to->bytes_received = tp->bytes_received - (peer_has_finished(sk) ? 1 : 0);
	to->segments_out = tp->segs_out;
	to->segments_in = tp->segs_in;
	to->retransmits = tp->total_retrans;
	to->srtt_us = tp->srtt_us >> 3;
}

/* From here on bytes are counted: a new connection, or the moment when we met an older one. */
static __always_inline void exchange_start_counting(struct socket_state *state, const struct tcp_sock *tp)
{
	state->exchange.copied_seq = tp->copied_seq;
	state->exchange.write_seq = tp->write_seq;
}

static __always_inline struct ebpflow_live *live_at(__u32 live_index)
{
	__u32 index = live_index - 1;

	return live_index ? bpf_map_lookup_elem(&live, &index) : NULL;
}

/* The flow's entry; none when the table had no place, when Java retired it or when another flow has it now. */
static __always_inline struct ebpflow_live *live_of(const struct socket_state *state)
{
	struct ebpflow_live *entry = live_at(state->live_index);

	return entry && entry->cookie == state->cookie && !(entry->flags & EBPFLOW_FLAG_RETIRING) ? entry : NULL;
}

static __always_inline struct ebpflow_live *claim_live(struct socket_state *state, __u8 protocol, __u64 start_ns)
{
	__u32 hash = (__u32)state->cookie * EBPFLOW_SLOT_HASH;

	state->live_index = 0;
	state->flags &= ~EBPFLOW_FLAG_NOT_LIVE;
	for (int i = 0; i < EBPFLOW_LIVE_PROBES; i++) {
		__u32 index = (hash + i) & (EBPFLOW_LIVE_COUNT - 1);
		struct ebpflow_live *entry = bpf_map_lookup_elem(&live, &index);

		if (!entry || __sync_val_compare_and_swap(&entry->cookie, 0, state->cookie | LIVE_BUSY))
			continue;
		entry->protocol = protocol;
		entry->role = state->role;
		entry->flags = state->flags;
		entry->tid = state->user.tid;
		entry->start_ns = start_ns;
		entry->last_ns = start_ns;
		entry->thread_id = state->user.thread_id;
		entry->endpoints = state->endpoints;
		__builtin_memset(&entry->counters, 0, sizeof(entry->counters));
		entry->exchange.number = 0;
		barrier();
		entry->cookie = state->cookie;
		state->live_index = index + 1;
		return entry;
	}
	COUNT(live_full);
	state->flags |= EBPFLOW_FLAG_NOT_LIVE;
	return NULL;
}

/* With what it takes to ask the kernel for this socket by other means: see the Java class LostCloses. */
static __always_inline void claim_tcp_live(struct socket_state *state, const struct sock *sk, __u64 start_ns)
{
	struct ebpflow_live *entry = claim_live(state, IPPROTO_TCP, start_ns);

	if (!entry)
		return;
	entry->bound_interface_index = sk->__sk_common.skc_bound_dev_if;
	entry->network_namespace = network_namespace_of(sk);
	entry->tcp_state = state->tcp_state;
}

static __always_inline void publish_tcp_state(const struct socket_state *state)
{
	struct ebpflow_live *entry = live_of(state);

	if (entry)
		entry->tcp_state = state->tcp_state;
}

/* Java has taken the entry back, since this socket was gone when it asked: its close has been counted as lost. */
static __always_inline bool is_given_up(const struct socket_state *state)
{
	return state->live_index && !live_of(state);
}

static __always_inline void release_live(struct socket_state *state)
{
	struct ebpflow_live *entry = live_at(state->live_index);

	if (entry && entry->cookie == state->cookie)
		entry->cookie = 0;
	state->live_index = 0;
}

#endif
