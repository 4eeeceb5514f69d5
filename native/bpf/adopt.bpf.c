/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Sockets that exist when the agent is attached. The loader reads this iterator once, after the programs are attached;
 * nothing is emitted: a flow appears when it next does something. Listeners matter most, their children inherit.
 *
 * Hook: iter/task_file, since 5.8; bpf_sock_from_file since 5.11. Files that threads share are visited once.
 */
#include "adopt.bpf.h"

SEC("?iter/task_file")
int adopt_sockets(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	struct socket_state *state;
	struct tcp_sock *tp;
	struct socket *socket;
	struct sock *sk;

	if (!task || !file || task->tgid != (int)target_tgid)
		return 0;
	socket = bpf_sock_from_file(file);
	if (!socket)
		return 0;
	sk = socket->sk;
	if (!sk || sk->sk_protocol != IPPROTO_TCP || sk->__sk_common.skc_state == STATE_CLOSE)
		return 0;
	tp = bpf_skc_to_tcp_sock(sk);
	if (!tp || is_mptcp_subflow(tp))
		return 0;
	state = bpf_sk_storage_get(&sockets, sk, NULL, BPF_SK_STORAGE_GET_F_CREATE);
	if (!state || state->cookie)
		return 0;
	adopt_tcp(state, sk, tp);
	COUNT(adopted);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
