/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Every send and receive of the JVM, TCP and UDP. One program for both protocols: an attached tracepoint costs 80 ns a
 * hit for every process of the host, so this one is attached once.
 *
 * Hooks: sock:sock_send_length and sock:sock_recv_length, since 6.3, process context, at the exit of the call. Earlier
 * kernels have fexit on inet_sendmsg and inet_recvmsg in their place.
 */
#include "tcp_io.bpf.h"
#include "udp_io.bpf.h"

static __always_inline void socket_io(struct sock *sk, int bytes, bool outbound)
{
	__u16 family = sk->__sk_common.skc_family;

	if (!current_is_target() || (family != AF_INET && family != AF_INET6))
		return;
	/* A datagram may be empty; a TCP receive of 0 is the end of the stream. */
	if (sk->sk_protocol == IPPROTO_TCP && bytes > 0)
		tcp_io(sk, outbound);
	else if (sk->sk_protocol == IPPROTO_TCP && bytes == 0 && !outbound)
		tcp_end_of_stream(sk);
	else if (sk->sk_protocol == IPPROTO_UDP && bytes >= 0)
		udp_io(sk, bytes, outbound);
}

SEC("?tp_btf/sock_send_length")
int BPF_PROG(socket_io__tp_btf_send, struct sock *sk, int bytes, int flags)
{
	socket_io(sk, bytes, true);
	return 0;
}

SEC("?tp_btf/sock_recv_length")
int BPF_PROG(socket_io__tp_btf_receive, struct sock *sk, int bytes, int flags)
{
	/* A peek reads nothing, the error queue is not data. */
	if (!(flags & (MSG_PEEK | MSG_ERRQUEUE)))
		socket_io(sk, bytes, false);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
