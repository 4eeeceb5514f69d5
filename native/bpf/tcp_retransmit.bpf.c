/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Retransmitted segments, SYN included; tail loss probes do not pass here.
 *
 * Hook: tcp:tcp_retransmit_skb, since 4.15, softirq. A flow gets one record for its first retransmission and then at
 * most one a second, each with the number since the one before; the close record has the total.
 */
#include "emit.bpf.h"

#define COALESCE_NS 1000000000ull

SEC("?tp_btf/tcp_retransmit_skb")
int BPF_PROG(tcp_retransmit__tp_btf, const struct sock *sk)
{
	__u64 now_ns = bpf_ktime_get_ns();
	struct socket_state *state = state_of(sk);
	struct ebpflow_record *record;
	struct tcp_sock *tp;

	if (!state || !state->cookie)
		return 0;
	__sync_fetch_and_add(&state->retransmits_unreported, 1);
	bpf_spin_lock(&state->lock);
	if (!state->exchange.open.arrival_ns || state->role == EBPFLOW_ROLE_SERVER)
		state->exchange.open.retransmit_ns = now_ns;
	bpf_spin_unlock(&state->lock);
	if (state->retransmit_ns && now_ns - state->retransmit_ns < COALESCE_NS)
		return 0;
	state->retransmit_ns = now_ns;
	if (!state->established_ns) {
		tp = bpf_skc_to_tcp_sock((struct sock *)sk);
		read_endpoints(&state->endpoints, sk, tp ? tp->inet_conn.icsk_inet.inet_sport : 0);
		read_interface(&state->endpoints, sk);
	}
	record = reserve_tcp_record(EBPFLOW_TCP_RETRANSMITTED, sk, state, now_ns);
	if (!record)
		return 0;
	record->count = __sync_fetch_and_and(&state->retransmits_unreported, 0);
	record->tcp_state = sk->__sk_common.skc_state;
	submit_record(record);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
