/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Inbound connections up to the accept queue. Everything here runs in softirq: ownership comes from the listener's
 * state, cloned into the child. No tracepoint sees accept() itself; Java's hook says when it returned.
 *
 * LISTEN -> SYN_RECV is the birth of the child when the handshake's last segment arrives.
 */
#ifndef EBPFLOW_TCP_ACCEPT_BPF_H
#define EBPFLOW_TCP_ACCEPT_BPF_H

#include "emit.bpf.h"

static __always_inline void tcp_accept(const struct sock *sk, struct socket_state *state, int old_state,
				       int new_state, __u64 now_ns)
{
	if (old_state == STATE_LISTEN && new_state == STATE_SYN_RECV)
		begin_state(state, sk, EBPFLOW_ROLE_SERVER, now_ns);
	else if (new_state == STATE_ESTABLISHED && state->role == EBPFLOW_ROLE_SERVER)
		emit_established(EBPFLOW_TCP_ARRIVED, sk, state, old_state, now_ns);
}

#endif
