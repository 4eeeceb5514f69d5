/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Outbound connections: SYN sent, answered, or failed.
 *
 * Hook: sock:inet_sock_set_state, since 4.16. CLOSE -> SYN_SENT runs in the connecting thread and is the only moment
 * that names it; the answer arrives in softirq, on loop-back inside connect(). A connect() that finds no route never
 * gets here.
 */
#include "emit.bpf.h"

static __always_inline void syn_sent(const struct sock *sk, __u64 now_ns)
{
	__u32 tid;
	struct ebpflow_slot *slot;
	struct socket_state *state;

	if (!current_is_target())
		return;
	tid = current_tid();
	slot = slot_of(tid);
	if (slot)
		slot->syn_sequence++;
	if (slot_is_agent(slot))
		return;
	state = create_state(sk);
	if (!state)
		return;
	release_live(state);
	begin_state(state, sk, EBPFLOW_ROLE_CLIENT, now_ns);
	stamp_owner(&state->user, tid, slot);
}

/*
 * sk_err 0 has two causes, both in process context: the application closed the socket before an answer came (the usual
 * end of a connect with a time limit in Java), or the kernel found no local port, and then no SYN was sent. sk_shutdown
 * does not tell them apart: shutdown(2), with which Java's close() begins, disconnects in SYN_SENT without setting it.
 */
static __always_inline void failed(const struct sock *sk, struct socket_state *state, __u64 now_ns)
{
	struct tcp_sock *tp = bpf_skc_to_tcp_sock((struct sock *)sk);
	struct ebpflow_record *record;
	__u32 error = sk->sk_err;

	if (!error && tp && !tp->segs_out) {
		error = EADDRNOTAVAIL;
	} else if (!error) {
		__u32 tid = current_tid();
		struct ebpflow_slot *slot = slot_of(tid);

		state->flags |= EBPFLOW_FLAG_GIVEN_UP;
		if (tid == state->user.tid && (!slot || slot->thread_id == state->user.thread_id))
			state->flags |= EBPFLOW_FLAG_GIVEN_UP_BY_OPENER;
	}
	read_endpoints(&state->endpoints, sk, tp ? tp->inet_conn.icsk_inet.inet_sport : 0);
	read_interface(&state->endpoints, sk);
	record = reserve_tcp_record(EBPFLOW_TCP_CONNECT_FAILED, sk, state, now_ns);
	if (!record)
		return;
	record->error = error;
	record->latency_ns = state->syn_ns ? now_ns - state->syn_ns : 0;
	record->tcp_state = STATE_SYN_SENT;
	submit_record(record);
}

SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(tcp_connect__tp_btf, const struct sock *sk, int old_state, int new_state)
{
	__u64 now_ns = bpf_ktime_get_ns();
	struct socket_state *state;

	if (sk->sk_protocol != IPPROTO_TCP)
		return 0;
	if (new_state == STATE_SYN_SENT) {
		syn_sent(sk, now_ns);
		return 0;
	}
	if (new_state != STATE_ESTABLISHED && !(old_state == STATE_SYN_SENT && new_state == STATE_CLOSE))
		return 0;
	state = state_of(sk);
	if (!state || state->role != EBPFLOW_ROLE_CLIENT)
		return 0;
	if (new_state == STATE_ESTABLISHED)
		emit_established(EBPFLOW_TCP_CONNECTED, sk, state, old_state, now_ns);
	else
		failed(sk, state, now_ns);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
