/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which way of attaching serves which signal. The BPF programs say it by their names, so a new signal needs no change
 * here:
 *
 *   tcp_reset__tp_btf                            one program is the alternative
 *   udp_receive__fexit_ipv4, .._fexit_ipv6       several: all of them attach or the alternative is dropped
 *   adopt_sockets                                an iterator that the loader reads once, nothing to attach
 *
 * An alternative that cannot serve is dropped with the reason; a signal without one left is "none".
 */
#ifndef EBPFLOW_SIGNALS_H
#define EBPFLOW_SIGNALS_H

#include <stdbool.h>

#include <bpf/libbpf.h>

#include "failure.h"

#define ADOPT_PROGRAM "adopt_sockets"
#define ADOPT_SIGNAL "adopt"

#define MAX_SIGNALS 40 /* two words of EBPFLOW_TEXT_BYTES each, EBPFLOW_MAX_FDS links at the most */
#define SIGNAL_NAME_BYTES 32

/* In order of preference: the cheaper first, those that survive changes of kernel functions first. */
enum attach_type {
	ATTACH_TP_BTF,
	ATTACH_FEXIT,
	ATTACH_FENTRY,
	ATTACH_KPROBE,
	ATTACH_RAW_TP,
	ATTACH_ITER,
	ATTACH_TYPES,
	ATTACH_NONE = ATTACH_TYPES,
};

struct alternative {
	bool present; /* there is a program for it */
	struct failure dropped; /* error 0: it is usable as far as we know */
};

struct signal {
	char name[SIGNAL_NAME_BYTES];
	struct alternative alternatives[ATTACH_TYPES];
};

struct signals {
	int count;
	struct signal list[MAX_SIGNALS];
};

/* "tp_btf", ..., "none". */
const char *attach_type_name(enum attach_type type);

/* Collects the signals of all programs of an object. A program without a well-formed name is an error. */
int signals_collect(struct signals *signals, struct bpf_object *object, struct failure *failure);

/* Finds the signal and attach type that a program's name says, which signals_collect() has accepted. */
struct signal *signal_of(struct signals *signals, const struct bpf_program *program, enum attach_type *type);

/* The first usable alternative, or ATTACH_NONE. */
enum attach_type signal_choice(const struct signal *signal);

/* Whether every signal has a typed tracepoint to try, which recent kernels have all of and no policy forbids. */
bool signals_prefer_tracepoints(const struct signals *signals);

/* Whether the program belongs to the alternative that its signal has chosen. */
bool program_is_chosen(struct signals *signals, const struct bpf_program *program);

/* Why the preferred alternative does not serve, for a signal that has no usable one. */
const struct failure *signal_failure(const struct signal *signal);

/* Fails with the reason when a signal that nothing can replace has no usable alternative. */
int signals_check_mandatory(const struct signals *signals, struct failure *failure);

/* Writes "tcp_state=tp_btf accept=none ..." and returns 0, -E2BIG if it does not fit. */
int signals_to_text(const struct signals *signals, char *text, size_t size);

#endif
