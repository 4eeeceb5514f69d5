/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * When a TCP send begins. Without it an exchange begins when the sending call returns: right for small requests over a
 * network, too late on loop-back, where the answer is often there by then.
 *
 * Hook: tcp:tcp_sendmsg_locked, since 6.16, in the sending thread, under the socket's lock: before each segment of the
 * call that has to be filled, so more than once in a long one, and also where the call fails for want of room.
 */
#include "exchange.bpf.h"

SEC("?tp_btf/tcp_sendmsg_locked")
int BPF_PROG(tcp_send_start__tp_btf, struct sock *sk)
{
	struct finished finished = {};
	struct socket_facts facts;
	struct ebpflow_owner owner;
	struct socket_state *state;
	struct ebpflow_slot *slot;
	struct tcp_sock *tp;
	__u64 now_ns;
	__u32 tid;

	if (!current_is_target())
		return 0;
	now_ns = bpf_ktime_get_ns();
	state = state_of(sk);
	tp = bpf_skc_to_tcp_sock(sk);
	if (!state || !state->cookie || !tp)
		return 0;
	state->exchange.starts_seen = 1;
	tid = current_tid();
	slot = slot_of(tid);
	if (slot_is_agent(slot))
		return 0;
	stamp_owner(&owner, tid, slot);
	read_facts(&facts, sk, tp);
	read_sender(&facts, tid);
	read_loop(&facts, sk, slot);
	bpf_spin_lock(&state->lock);
	exchange_send_begins(state, &facts, &owner, now_ns, &finished);
	bpf_spin_unlock(&state->lock);
	emit_exchange(sk, state, &finished, now_ns);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
