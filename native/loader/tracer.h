/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EBPFLOW_TRACER_H
#define EBPFLOW_TRACER_H

#include "signals.h"
#include "target.h"

struct tracer_config {
	struct target target;
	__u32 ring_bytes;
};

/* The programs that trace one process, from open to attached. */
struct tracer {
	struct signals signals;
	bool features_checked;
	struct ebpflow_bpf *objects;
	struct bpf_link *links[EBPFLOW_MAX_FDS];
	int link_count;
};

/*
 * Loads and attaches the best alternative of every signal, then adopts the sockets that the process has already.
 * On failure nothing stays loaded; signals then say what was tried.
 */
int tracer_start(struct tracer *tracer, const struct tracer_config *config, struct failure *failure);

/* Fills fds in the order of enum ebpflow_fd and returns their number. They stay the tracer's. */
int tracer_fds(const struct tracer *tracer, int fds[EBPFLOW_MAX_FDS]);

/* Whoever got the fds keeps tracing: forgets the links without a word to the kernel. */
void tracer_hand_over(struct tracer *tracer);

/* Detaches and unloads all that was not handed over. */
void tracer_stop(struct tracer *tracer);

#endif
