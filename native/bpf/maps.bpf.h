/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Everything the programs share. Each .bpf.c is an object of its own; __weak lets the linker fold these definitions
 * into one.
 */
#ifndef EBPFLOW_MAPS_BPF_H
#define EBPFLOW_MAPS_BPF_H

#include "kernel.bpf.h"
#include "../include/ebpflow_records.h"

/* Set by the loader before the programs are loaded. */
const volatile __u32 target_tgid __weak = 0;      /* the JVM, as the initial pid namespace numbers it */
const volatile __u32 target_pid_level __weak = 0; /* depth of the JVM's pid namespace, 0: the initial one */

/* Where an exchange stands: exchange.bpf.h. */
struct exchange_state {
	struct ebpflow_exchange open; /* the one that is going on */
	struct ebpflow_owner owner;   /* of it */
	__u64 unread_since_ns;        /* arrival of the first byte that is not read yet; 0: all is read */
	__u64 next_arrival_ns;        /* server: of the next request while the last one is answered */
	__u64 ended_ns;               /* one side said that it has nothing more to send; UDP: a datagram came that nobody had asked for */
	__u32 arrived_seq;            /* rcv_nxt as of the last arrival */
	__u32 copied_seq;             /* as of the last receive */
	__u32 write_seq;              /* as of the last send */
	__u32 retransmits;            /* the socket's count when the exchange began */
	__u32 window_limited;         /* the socket's jiffies when the exchange began */
	__u32 count;                  /* of exchanges */
	__u32 request_seq;            /* of its first byte */
	__u32 sender_tid;             /* who sent last, */
	__u32 sender_waits;           /* and how often that thread had waited for something by then */
	__u16 overlaps;               /* how many exchanges in a row have to be clean until times are told again */
	__u8 phase;
	__u8 relapses;                /* how often there was an overlap after that */
	__u8 starts_seen;             /* a program tells when a send begins */
	__u8 loops;                   /* an event loop has the socket, from when it was first seen to */
	__u8 polls;                   /* this answer was read by an event loop */
	__u8 apart;                   /* by none: one thread waits for what another one has asked for */
	__u8 shared;                  /* more than one thread is at this exchange */
	__u8 sending;                 /* a send has begun and not returned */
	__u8 doubt;                   /* how much speaks for overlaps that were not seen */
	__u8 pauses;                  /* sends of this exchange, before its answer, by a thread that had waited since the last one */
	__u8 short_pauses;            /* those of them that came SHORT_PAUSE_NS after it */
	__u8 long_pauses;             /* PAUSE_NS */
	__u8 pad[2];
	__u32 awaited; /* UDP: datagrams sent in this exchange that no datagram has answered */
};

/*
 * What we remember of a socket. Lives in the socket's own storage: freed with it, no leak, no eviction. Cloned from the
 * listener to each accepted child in softirq, which is how a child is known to be ours without asking who is running.
 */
struct socket_state {
	struct bpf_spin_lock lock; /* of `user` and `exchange`: two threads and a softirq may be at one socket at once */
	__u32 name_id; /* client: what the slot of the connecting thread said */
	__u64 cookie; /* 0: not initialised; first of what begin_state() clears */
	__u64 syn_ns;
	__u64 established_ns;
	__u64 retransmit_ns; /* of the last retransmit record */
	__u32 retransmits_unreported;
	__u32 live_index; /* place in `live` plus one, 0: none */
	__u16 flags;      /* EBPFLOW_FLAG_* */
	__u8 role;
	__u8 closed_by;
	__u8 reset_by;
	__u8 fin_queued; /* our FIN is counted in write_seq */
	__u8 announced;  /* Java has a record of this flow */
	__u8 tcp_state;  /* after the last move that was handled */
	struct ebpflow_owner user;   /* last thread that used it, at first the one that opened it */
	struct ebpflow_owner closer; /* thread that closed our side */
	struct ebpflow_endpoints endpoints; /* the kernel forgets the local port before CLOSE */
	struct exchange_state exchange;
};

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC | BPF_F_CLONE);
	__type(key, int);
	__type(value, struct socket_state);
} sockets __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, EBPFLOW_SLOT_COUNT);
	__type(key, __u32);
	__type(value, struct ebpflow_slot);
} slots __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, EBPFLOW_LIVE_COUNT);
	__type(key, __u32);
	__type(value, struct ebpflow_live);
} live __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct ebpflow_stats);
} stats __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, EBPFLOW_RING_BYTES); /* the loader sets what the agent asked for */
} ring __weak SEC(".maps");

static __always_inline struct ebpflow_stats *the_stats(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&stats, &zero);
}

#define COUNT(field)                                             \
	do {                                                     \
		struct ebpflow_stats *s_ = the_stats();          \
		if (s_)                                          \
			__sync_fetch_and_add(&s_->field, 1);     \
	} while (0)

#endif
