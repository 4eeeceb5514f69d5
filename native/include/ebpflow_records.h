/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Every byte that the kernel programs and the JVM share: ring records, thread slots, live flows, statistics.
 *
 * This file is the only place where these layouts are written. `layout.c` prints them as
 * io.ebpflow.record.RecordLayout, which the Java side is compiled against.
 *
 * Conventions: little endian on all supported machines; times are CLOCK_MONOTONIC in nanoseconds, which is also the
 * clock of System.nanoTime(); addresses are 16 bytes in network order, IPv4 as ::ffff:a.b.c.d; ports are in host order;
 * padding is named and zero. Ids are appended and never reused.
 */
#ifndef EBPFLOW_RECORDS_H
#define EBPFLOW_RECORDS_H

#include <linux/types.h>

#define EBPFLOW_LAYOUT_VERSION 1

/* What a record says. One id per fact; the index into ebpflow_stats.lost_records. */
enum ebpflow_record_type {
	EBPFLOW_TCP_CONNECTED = 1,      /* our SYN was answered */
	EBPFLOW_TCP_CONNECT_FAILED = 2, /* our SYN was refused, timed out or given up */
	EBPFLOW_TCP_LISTENING = 3,
	EBPFLOW_TCP_ARRIVED = 4, /* a peer's handshake is complete: the connection waits for accept() */
	EBPFLOW_TCP_ACCEPTED = 5, /* accept() returned it: only where the kernel lets us see that */
	EBPFLOW_TCP_RETRANSMITTED = 6,
	EBPFLOW_TCP_RESET = 7,
	EBPFLOW_TCP_CLOSED = 8,
	EBPFLOW_TCP_ADOPTED = 9,  /* a connection older than the agent does something for the first time */
	EBPFLOW_UDP_STARTED = 10, /* first datagram of a socket, or of a connected socket to this peer */
	EBPFLOW_TCP_EXCHANGED = 11, /* a request and its response: struct ebpflow_exchange_record */
	EBPFLOW_UDP_EXCHANGED = 12, /* datagrams to the peer of a connected socket, and what it answered */
	EBPFLOW_RECORD_TYPES = 16, /* bound of the id space, not an id */
};

enum ebpflow_role {
	EBPFLOW_ROLE_UNKNOWN = 0,
	EBPFLOW_ROLE_CLIENT = 1, /* we connected; UDP: we sent first */
	EBPFLOW_ROLE_SERVER = 2, /* we accepted; UDP: the peer sent first */
	EBPFLOW_ROLE_LISTENER = 3,
};

/* Who ended the flow: the first move out of ESTABLISHED, not the last state change. */
enum ebpflow_closed_by {
	EBPFLOW_CLOSED_BY_NOBODY = 0,
	EBPFLOW_CLOSED_BY_LOCAL = 1,
	EBPFLOW_CLOSED_BY_REMOTE = 2,
	EBPFLOW_CLOSED_BY_RESET = 3,   /* by the peer's RST */
	EBPFLOW_CLOSED_BY_TIMEOUT = 4, /* the kernel gave up: retransmissions, keep-alive, user timeout */
};

enum ebpflow_reset_by {
	EBPFLOW_RESET_BY_NOBODY = 0,
	EBPFLOW_RESET_BY_LOCAL = 1,
	EBPFLOW_RESET_BY_REMOTE = 2,
};

/* Bits of ebpflow_record.flags and ebpflow_live.flags. */
#define EBPFLOW_FLAG_PREEXISTING 1   /* the socket is older than the agent */
#define EBPFLOW_FLAG_CONNECTED 2     /* UDP: the socket is connected, so the remote address is the kernel's */
#define EBPFLOW_FLAG_RETIRING 4      /* live table: Java asked for this entry; the kernel claims another one */
#define EBPFLOW_FLAG_GIVEN_UP 8      /* connect failed because the application closed before an answer came */
#define EBPFLOW_FLAG_GIVEN_UP_BY_OPENER 16 /* ... in the thread that connected: its own time limit */
#define EBPFLOW_FLAG_NOT_LIVE 32     /* no place in the live table for this flow */

/* Bits of ebpflow_slot.flags. */
#define EBPFLOW_SLOT_AGENT 1 /* an ebpflow thread: what it does is invisible */
#define EBPFLOW_SLOT_VIRTUAL 2 /* thread_id is that of a virtual thread */

/* Who caused it, stamped in the context of the event; softirq events carry the owner the socket remembers. 48 bytes. */
struct ebpflow_owner {
	__u64 thread_id;    /* Thread.getId() of the logical thread as its slot said; 0: the thread has no slot */
	__u64 context_id;   /* request the thread was serving; 0: none */
	__u64 call_site_id; /* interned stack; 0: none */
	__u32 tid;          /* kernel thread id as the JVM's pid namespace numbers it; 0: nobody known */
	__u32 pad;
	char comm[16]; /* kernel name, only when thread_id is 0: 15 bytes, the last resort */
};

/* 40 bytes. */
struct ebpflow_endpoints {
	__u8 local_addr[16];
	__u8 remote_addr[16]; /* all zero: not known (UDP socket without a peer) */
	__u16 local_port;
	__u16 remote_port;
	__u32 interface_index; /* of the cached route, 0: unknown */
};

/*
 * Cumulative since the socket exists, read from the socket itself. 32 bytes.
 * TCP bytes_sent: accepted from the application, each byte once. bytes_received: arrived in order, whether read or not.
 * SYN and FIN are not counted. UDP: payload bytes and datagrams that system calls handed over.
 */
struct ebpflow_counters {
	__u64 bytes_sent;
	__u64 bytes_received;
	__u32 segments_out; /* UDP: datagrams */
	__u32 segments_in;
	__u32 retransmits;
	__u32 srtt_us; /* smoothed round-trip time, 0: no sample */
};

/*
 * A ring record. 192 bytes.
 *
 *    0 type size | protocol role flags          8 time_ns
 *   16 cookie                                  24 start_ns
 *   32 latency_ns                              40 error
 *   44 count                                   48 closed_by reset_by pad
 *   56 pad                                     64 owner (48)
 *  112 endpoints (40)                         152 counters (32)
 *  184 name_id
 */
struct ebpflow_record {
	__u16 type;     /* enum ebpflow_record_type */
	__u16 size;     /* of the whole record */
	__u8 protocol;  /* IPPROTO_TCP or IPPROTO_UDP */
	__u8 role;      /* enum ebpflow_role */
	__u16 flags;    /* EBPFLOW_FLAG_* */
	__u64 time_ns;  /* when it happened */
	__u64 cookie;   /* socket cookie, as ss -e shows it */
	__u64 start_ns; /* established (TCP), first datagram (UDP); 0: before the agent, or never */
	__u64 latency_ns; /* connected, connect failed: since the SYN; arrived: since the SYN was answered; else 0 */
	__u32 error;      /* errno, 0: none */
	__u32 count;      /* listening: backlog; arrived: connections waiting, this one included; retransmitted: since the last record */
	__u8 closed_by;   /* enum ebpflow_closed_by */
	__u8 reset_by;    /* enum ebpflow_reset_by */
	__u8 tcp_state;   /* before the event, TCP_* of the kernel */
	__u8 pad[13];
	struct ebpflow_owner owner;
	struct ebpflow_endpoints endpoints;
	struct ebpflow_counters counters;
	__u64 name_id; /* connected, connect failed: the slot's name_id when the SYN was sent; else 0 */
};

/* Bits of ebpflow_exchange.flags. */
#define EBPFLOW_EXCHANGE_MULTIPLEXED 1 /* requests overlapped on this connection: the times are not those of one request */
#define EBPFLOW_EXCHANGE_UNANSWERED 2  /* nothing was read in answer; last_read_ns (server: last_send_ns) says until when */
#define EBPFLOW_EXCHANGE_NO_ARRIVAL 8      /* when the response arrived is not known, arrival_ns is first_read_ns */
#define EBPFLOW_EXCHANGE_POLLED 16 /* client: an event loop reads, which may have asked for more than one thing */
#define EBPFLOW_EXCHANGE_WINDOW_LIMITED 4 /* the peer's receive window was full while we had something to send */

/*
 * Request and response on one socket, without a look into them. Client (we connected): from the first send after a
 * response to the last read before the next send. Server (we accepted): from the first arrival after a response to the
 * last send before the next read. Times are of the system calls of this side and of the data's arrival in its kernel.
 * 80 bytes.
 *
 *   client  first_send <= last_send   arrival <= first_read <= last_read
 *   server  arrival <= first_read <= last_read <= first_send <= last_send
 *
 * arrival may precede last_send: on loop-back the answer is there before the sending call has returned.
 */
struct ebpflow_exchange {
	__u64 first_send_ns; /* the call began (Linux 6.16+), before: it returned */
	__u64 last_send_ns;  /* the call returned */
	__u64 arrival_ns;    /* client: first byte of the response, server: of the request */
	__u64 first_read_ns; /* the call returned */
	__u64 last_read_ns;
	__u64 retransmit_ns; /* last retransmission of ours before the response arrived; 0: none */
	__u64 sent_bytes;
	__u64 received_bytes;
	__u32 number;      /* of this flow, from 1; 0 in the live table: none is open */
	__u32 min_rtt_us;  /* the kernel's minimum of the last minutes (net.ipv4.tcp_min_rtt_wlen); 0: no sample, or UDP */
	__u32 unread_us;   /* client: how long response data lay unread between the first and the last read */
	__u16 retransmits; /* TCP segments of ours inside the exchange, at most 65 535 */
	__u16 flags;       /* EBPFLOW_EXCHANGE_* */
};

/* What TCP_EXCHANGED and UDP_EXCHANGED say; owner: client: first sender, server: first to answer. 272 bytes. */
struct ebpflow_exchange_record {
	struct ebpflow_record record;
	struct ebpflow_exchange exchange;
};

/*
 * A platform thread as the kernel finds it: hash of tid, EBPFLOW_SLOT_PROBES places, never any further. 64 bytes.
 * Java writes the first five fields and the last, the kernel the others. Both sides run on the slot's own thread, so plain
 * aligned accesses are ordered; the registrar's thread may claim (tid 0 -> tid) and free (tid -> 0) it.
 */
struct ebpflow_slot {
	__u32 tid; /* 0: free */
	__u32 flags;
	__u64 thread_id; /* logical thread now on this platform thread */
	__u64 context_id;
	__u64 call_site_id;
	__u64 udp_cookie; /* socket of the last datagram this thread sent or received on an unconnected socket */
	__u64 udp_time_ns;
	__u32 udp_bytes;
	__u32 udp_sequence; /* grows with each such datagram */
	__u32 syn_sequence; /* grows with each connect() of this thread that sent a SYN */
	__u32 name_id;      /* host name that the connect() of this thread is for, 0: none, or no connect() of Java */
};

/* 8192 platform threads at the most are stamped by the kernel; others are named by tid afterwards and counted. */
#define EBPFLOW_SLOT_COUNT 8192
#define EBPFLOW_SLOT_PROBES 16
#define EBPFLOW_SLOT_HASH 2654435761u /* Knuth's multiplicative hash: tids are consecutive */

/*
 * A live flow, readable by Java at any time without a record: counters as of the flow's last event. 256 bytes.
 * Claimed by the kernel (cookie 0 -> cookie), freed by the kernel when TCP closes, by Java when a UDP flow is idle or a
 * TCP socket is gone without any program having seen it go: Java sets RETIRING, waits until no program can still be
 * writing, reads the final counters, stores cookie 0.
 * A reader compares cookie before and after. Counters never decrease while the cookie stays.
 *
 * exchange and user: a request that has its response, or a datagram that waits for one, until the kernel emits it as a
 * record with the same number. If nothing more happens on the socket, Java takes it from here, EBPFLOW_EXCHANGE_IDLE_MS
 * after its last event; the kernel counts what comes later to no exchange.
 */
struct ebpflow_live {
	__u64 cookie; /* 0: free */
	__u8 protocol;
	__u8 role;
	__u16 flags;
	__u32 tid; /* last user, as owner.tid */
	__u64 start_ns;
	__u64 last_ns; /* last send or receive */
	__u64 thread_id; /* last user, as owner.thread_id */
	struct ebpflow_endpoints endpoints;
	struct ebpflow_counters counters;
	__u32 bound_interface_index; /* TCP: SO_BINDTODEVICE, VRF or the scope of a link-local address; 0: none */
	__u32 network_namespace;     /* TCP: inode, as /proc/PID/ns/net shows it */
	__u8 tcp_state;              /* TCP: after the last move that was seen, TCP_* of the kernel */
	__u8 pad[7];
	struct ebpflow_exchange exchange;
	struct ebpflow_owner exchange_owner;
};

/* A response that pauses for longer is over: as long as an application usually waits before it gives up. */
#define EBPFLOW_EXCHANGE_IDLE_MS 5000

/* 4 MiB. Flows beyond it still have their records; only their periodic snapshots are missing, and counted. */
#define EBPFLOW_LIVE_COUNT 16384
#define EBPFLOW_LIVE_PROBES 16

/* Losses, counted where they happen. 192 bytes. */
struct ebpflow_stats {
	__u64 lost_records[EBPFLOW_RECORD_TYPES]; /* no room in the ring, by type */
	__u64 live_full;      /* no live entry for a flow */
	__u64 storage_failed; /* no memory for a socket's state: that flow is invisible */
	__u64 slot_misses;    /* events of threads that no slot names */
	__u64 adopted;        /* sockets found at attach */
	__u64 missed_moves;   /* TCP state changes that no program saw; the next one of the socket tells */
	__u64 pad[3];
};

/* Default ring: 40 000 records, that is a burst of 10 000 connections with both ends in this JVM while its reader sleeps. */
#define EBPFLOW_RING_BYTES (8u << 20)

_Static_assert(sizeof(struct ebpflow_owner) == 48, "owner");
_Static_assert(sizeof(struct ebpflow_endpoints) == 40, "endpoints");
_Static_assert(sizeof(struct ebpflow_counters) == 32, "counters");
_Static_assert(sizeof(struct ebpflow_record) == 192, "record");
_Static_assert(sizeof(struct ebpflow_slot) == 64, "slot");
_Static_assert(sizeof(struct ebpflow_exchange) == 80, "exchange");
_Static_assert(sizeof(struct ebpflow_exchange_record) == 272, "exchange record");
_Static_assert(sizeof(struct ebpflow_live) == 256, "live");
_Static_assert(sizeof(struct ebpflow_stats) == 192, "stats");

#endif
