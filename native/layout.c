// SPDX-License-Identifier: Apache-2.0
/*
 * Prints the layouts that kernel, loader and JVM share as Java constants: the compiler that lays the structs out for
 * the loader says where the fields are, nobody writes an offset twice. Runs on the build machine; the structs have
 * fixed widths and named padding, so the answer is the same on every architecture we support.
 *
 * Fields that are missing here leave a gap and fail the build; missing constants are found by the Makefile.
 */
#include <ctype.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "ebpflow_protocol.h"
#include "ebpflow_records.h"

struct field {
	const char *path; /* "owner. tid", as the preprocessor joins it */
	size_t offset;
	size_t bytes;
	size_t elements; /* of an array, 0: none */
};

struct structure {
	const char *name;
	size_t bytes;
	const struct field *fields;
	size_t field_count;
};

struct constant {
	const char *name;
	long long value;
};

#define BYTES(type, member) sizeof(((struct type *)0)->member)
#define FIELD(type, member) { #member, offsetof(struct type, member), BYTES(type, member), 0 }
#define ARRAY(type, member) \
	{ #member, offsetof(struct type, member), BYTES(type, member), BYTES(type, member) / BYTES(type, member[0]) }

/* The structs that others contain; prefix is empty or "member.". */
#define OWNER(type, prefix)                                                                         \
	FIELD(type, prefix thread_id), FIELD(type, prefix context_id), FIELD(type, prefix call_site_id), \
		FIELD(type, prefix tid), FIELD(type, prefix pad), ARRAY(type, prefix comm)
#define ENDPOINTS(type, prefix)                                                                          \
	ARRAY(type, prefix local_addr), ARRAY(type, prefix remote_addr), FIELD(type, prefix local_port), \
		FIELD(type, prefix remote_port), FIELD(type, prefix interface_index)
#define COUNTERS(type, prefix)                                                                               \
	FIELD(type, prefix bytes_sent), FIELD(type, prefix bytes_received), FIELD(type, prefix segments_out), \
		FIELD(type, prefix segments_in), FIELD(type, prefix retransmits), FIELD(type, prefix srtt_us)

#define EXCHANGE(type, prefix)                                                                                       \
	FIELD(type, prefix first_send_ns), FIELD(type, prefix last_send_ns), FIELD(type, prefix arrival_ns),         \
		FIELD(type, prefix first_read_ns), FIELD(type, prefix last_read_ns), FIELD(type, prefix retransmit_ns), \
		FIELD(type, prefix sent_bytes), FIELD(type, prefix received_bytes), FIELD(type, prefix number),         \
		FIELD(type, prefix min_rtt_us), FIELD(type, prefix unread_us), FIELD(type, prefix retransmits),         \
		FIELD(type, prefix flags)

static const struct field owner[] = { OWNER(ebpflow_owner, ) };
static const struct field endpoints[] = { ENDPOINTS(ebpflow_endpoints, ) };
static const struct field counters[] = { COUNTERS(ebpflow_counters, ) };
static const struct field exchange[] = { EXCHANGE(ebpflow_exchange, ) };

/* Its first member is struct ebpflow_record, whose fields are told by that one's own table. */
static const struct field exchange_record[] = {
	FIELD(ebpflow_exchange_record, record),
	EXCHANGE(ebpflow_exchange_record, exchange.),
};

#define R(member) FIELD(ebpflow_record, member)
static const struct field record[] = {
	R(type), R(size), R(protocol), R(role), R(flags), R(time_ns), R(cookie), R(start_ns), R(latency_ns), R(error),
	R(count), R(closed_by), R(reset_by), R(tcp_state), R(pad), OWNER(ebpflow_record, owner.),
	ENDPOINTS(ebpflow_record, endpoints.), COUNTERS(ebpflow_record, counters.), R(name_id),
};

#define S(member) FIELD(ebpflow_slot, member)
static const struct field slot[] = {
	S(tid), S(flags), S(thread_id), S(context_id), S(call_site_id), S(udp_cookie), S(udp_time_ns), S(udp_bytes),
	S(udp_sequence), S(syn_sequence), S(name_id),
};

#define L(member) FIELD(ebpflow_live, member)
static const struct field live[] = {
	L(cookie), L(protocol), L(role), L(flags), L(tid), L(start_ns), L(last_ns), L(thread_id),
	ENDPOINTS(ebpflow_live, endpoints.), COUNTERS(ebpflow_live, counters.), L(bound_interface_index),
	L(network_namespace), L(tcp_state), L(pad),
	EXCHANGE(ebpflow_live, exchange.), OWNER(ebpflow_live, exchange_owner.),
};

#define T(member) FIELD(ebpflow_stats, member)
static const struct field stats[] = {
	ARRAY(ebpflow_stats, lost_records), T(live_full), T(storage_failed), T(slot_misses), T(adopted), T(missed_moves), T(pad),
};

#define Q(member) FIELD(ebpflow_request, member)
static const struct field request[] = { Q(magic), Q(protocol_version), Q(layout_version), Q(ring_bytes), Q(pad) };

#define P(member) FIELD(ebpflow_reply, member)
static const struct field reply[] = {
	P(magic), P(protocol_version), P(layout_version), P(status), P(error), P(fd_count), P(ring_bytes), P(tgid),
	P(text),
};

#define STRUCTURE(name) { #name, sizeof(struct ebpflow_##name), name, sizeof(name) / sizeof(name[0]) }
static const struct structure structures[] = {
	STRUCTURE(record), STRUCTURE(owner), STRUCTURE(endpoints), STRUCTURE(counters), STRUCTURE(exchange),
	STRUCTURE(exchange_record), STRUCTURE(slot), STRUCTURE(live), STRUCTURE(stats), STRUCTURE(request), STRUCTURE(reply),
};

#define CONSTANT(name) { #name, name }
static const struct constant constants[] = {
	CONSTANT(EBPFLOW_LAYOUT_VERSION),
	CONSTANT(EBPFLOW_TCP_CONNECTED),
	CONSTANT(EBPFLOW_TCP_CONNECT_FAILED),
	CONSTANT(EBPFLOW_TCP_LISTENING),
	CONSTANT(EBPFLOW_TCP_ARRIVED),
	CONSTANT(EBPFLOW_TCP_ACCEPTED),
	CONSTANT(EBPFLOW_TCP_RETRANSMITTED),
	CONSTANT(EBPFLOW_TCP_RESET),
	CONSTANT(EBPFLOW_TCP_CLOSED),
	CONSTANT(EBPFLOW_TCP_ADOPTED),
	CONSTANT(EBPFLOW_UDP_STARTED),
	CONSTANT(EBPFLOW_TCP_EXCHANGED),
	CONSTANT(EBPFLOW_UDP_EXCHANGED),
	CONSTANT(EBPFLOW_RECORD_TYPES),
	CONSTANT(EBPFLOW_ROLE_UNKNOWN),
	CONSTANT(EBPFLOW_ROLE_CLIENT),
	CONSTANT(EBPFLOW_ROLE_SERVER),
	CONSTANT(EBPFLOW_ROLE_LISTENER),
	CONSTANT(EBPFLOW_CLOSED_BY_NOBODY),
	CONSTANT(EBPFLOW_CLOSED_BY_LOCAL),
	CONSTANT(EBPFLOW_CLOSED_BY_REMOTE),
	CONSTANT(EBPFLOW_CLOSED_BY_RESET),
	CONSTANT(EBPFLOW_CLOSED_BY_TIMEOUT),
	CONSTANT(EBPFLOW_RESET_BY_NOBODY),
	CONSTANT(EBPFLOW_RESET_BY_LOCAL),
	CONSTANT(EBPFLOW_RESET_BY_REMOTE),
	CONSTANT(EBPFLOW_FLAG_PREEXISTING),
	CONSTANT(EBPFLOW_FLAG_CONNECTED),
	CONSTANT(EBPFLOW_FLAG_RETIRING),
	CONSTANT(EBPFLOW_FLAG_GIVEN_UP),
	CONSTANT(EBPFLOW_FLAG_GIVEN_UP_BY_OPENER),
	CONSTANT(EBPFLOW_FLAG_NOT_LIVE),
	CONSTANT(EBPFLOW_EXCHANGE_MULTIPLEXED),
	CONSTANT(EBPFLOW_EXCHANGE_UNANSWERED),
	CONSTANT(EBPFLOW_EXCHANGE_WINDOW_LIMITED),
	CONSTANT(EBPFLOW_EXCHANGE_NO_ARRIVAL),
	CONSTANT(EBPFLOW_EXCHANGE_POLLED),
	CONSTANT(EBPFLOW_EXCHANGE_IDLE_MS),
	CONSTANT(EBPFLOW_SLOT_AGENT),
	CONSTANT(EBPFLOW_SLOT_VIRTUAL),
	CONSTANT(EBPFLOW_SLOT_COUNT),
	CONSTANT(EBPFLOW_SLOT_PROBES),
	CONSTANT(EBPFLOW_SLOT_HASH),
	CONSTANT(EBPFLOW_LIVE_COUNT),
	CONSTANT(EBPFLOW_LIVE_PROBES),
	CONSTANT(EBPFLOW_RING_BYTES),
	CONSTANT(EBPFLOW_PROTOCOL_MAGIC),
	CONSTANT(EBPFLOW_PROTOCOL_VERSION),
	CONSTANT(EBPFLOW_AGENT_TIMEOUT_MS),
	CONSTANT(EBPFLOW_LOADER_TIMEOUT_S),
	CONSTANT(EBPFLOW_MAX_FDS),
	CONSTANT(EBPFLOW_MAX_RING_BYTES),
	CONSTANT(EBPFLOW_TEXT_BYTES),
	CONSTANT(EBPFLOW_FD_SLOTS),
	CONSTANT(EBPFLOW_FD_LIVE),
	CONSTANT(EBPFLOW_FD_RING),
	CONSTANT(EBPFLOW_FD_STATS),
	CONSTANT(EBPFLOW_FD_LINKS),
};

/* enum ebpflow_status: its names say little without the prefix. */
static const struct constant statuses[] = {
	CONSTANT(EBPFLOW_OK),
	CONSTANT(EBPFLOW_BAD_REQUEST),
	CONSTANT(EBPFLOW_NOT_YOURS),
	CONSTANT(EBPFLOW_NO_BTF),
	CONSTANT(EBPFLOW_NOT_PERMITTED),
	CONSTANT(EBPFLOW_LOAD_FAILED),
	CONSTANT(EBPFLOW_ATTACH_FAILED),
	CONSTANT(EBPFLOW_NO_TARGET),
	CONSTANT(EBPFLOW_NO_MEMORY),
};

/* Each field begins where the one before ends, and the last ends the struct: none is missing, none is padding. */
static int check(const struct structure *structure)
{
	size_t end = 0, i;

	for (i = 0; i < structure->field_count; i++) {
		if (structure->fields[i].offset != end) {
			fprintf(stderr, "layout.c: struct ebpflow_%s: bytes %zu to %zu before %s belong to no field\n",
				structure->name, end, structure->fields[i].offset, structure->fields[i].path);
			return 1;
		}
		end += structure->fields[i].bytes;
	}
	if (end != structure->bytes) {
		fprintf(stderr, "layout.c: struct ebpflow_%s: bytes %zu to %zu belong to no field\n", structure->name,
			end, structure->bytes);
		return 1;
	}
	return 0;
}

static void print_upper(const char *name)
{
	for (; *name; name++)
		if (*name != ' ')
			putchar(*name == '.' ? '_' : toupper((unsigned char)*name));
}

static int is_padding(const char *path)
{
	const char *space = strrchr(path, ' ');

	return strcmp(space ? space + 1 : path, "pad") == 0;
}

static void print_structure(const struct structure *structure)
{
	size_t i;

	printf("\n    /** Size of {@code struct ebpflow_%s} in bytes. */\n    public static final int ", structure->name);
	print_upper(structure->name);
	printf("_BYTES = %zu;\n\n", structure->bytes);
	for (i = 0; i < structure->field_count; i++) {
		const struct field *field = &structure->fields[i];

		if (is_padding(field->path))
			continue;
		printf("    public static final int ");
		print_upper(structure->name);
		putchar('_');
		print_upper(field->path);
		printf(" = %zu;\n", field->offset);
		if (field->elements) {
			printf("    public static final int ");
			print_upper(structure->name);
			putchar('_');
			print_upper(field->path);
			printf("_LENGTH = %zu;\n", field->elements);
		}
	}
}

/* Values are 32 bits wide in C; those beyond int are the same bits in Java's hexadecimal form. */
static void print_constants(const struct constant *list, size_t count, const char *prefix)
{
	size_t i;

	putchar('\n');
	for (i = 0; i < count; i++) {
		printf("    public static final int %s%s = ", prefix, list[i].name + strlen("EBPFLOW_"));
		printf(list[i].value > INT_MAX ? "0x%llx;\n" : "%lld;\n", list[i].value);
	}
}

int main(void)
{
	size_t i, count = sizeof(structures) / sizeof(structures[0]);

	for (i = 0; i < count; i++)
		if (check(&structures[i]))
			return 1;
	printf("// Generated by native/layout.c from native/include/ebpflow_records.h and ebpflow_protocol.h.\n"
	       "package io.ebpflow.record;\n"
	       "\n"
	       "/**\n"
	       " * Where the fields are that the kernel programs, the loader and this agent share: generated, do not edit.\n"
	       " *\n"
	       " * <p>{@code NAME_BYTES} is the size of a struct, {@code NAME_FIELD} the offset of a field in it in bytes,\n"
	       " * {@code NAME_FIELD_LENGTH} the number of elements of an array. What the fields mean is written in\n"
	       " * {@code native/include/ebpflow_records.h} and {@code ebpflow_protocol.h}.\n"
	       " *\n"
	       " * <p>Threading: immutable.\n"
	       " */\n"
	       "public final class RecordLayout {\n");
	printf("\n    private RecordLayout() {\n    }\n");
	for (i = 0; i < count; i++)
		print_structure(&structures[i]);
	print_constants(constants, sizeof(constants) / sizeof(constants[0]), "");
	print_constants(statuses, sizeof(statuses) / sizeof(statuses[0]), "STATUS_");
	printf("}\n");
	return 0;
}
