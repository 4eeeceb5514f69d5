/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What went wrong, as the agent or the user will read it: the step, the errno and one line that names what failed.
 * Functions that fill it return 0 or -errno; the first failure of a request is the one that is told.
 */
#ifndef EBPFLOW_FAILURE_H
#define EBPFLOW_FAILURE_H

#include <linux/types.h>

#include "ebpflow_protocol.h"

#define FAILURE_TEXT_BYTES 512

struct failure {
	enum ebpflow_status status;
	int error; /* errno, positive */
	char text[FAILURE_TEXT_BYTES];
};

/* Fills the failure and returns -error. */
int fail(struct failure *failure, enum ebpflow_status status, int error, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * The same for a call of libbpf that returned -error on "program x" or "maps": adds the line of its log that says why,
 * and tells a refused right (EPERM, EACCES) from refused code (EACCES with a verdict of the verifier).
 */
int fail_libbpf(struct failure *failure, enum ebpflow_status status, int error, const char *what);

/* From now on libbpf writes into a buffer of ours and never to stderr, which may be the application's. */
void libbpf_log_capture(void);

/* Forgets what was said about earlier steps. */
void libbpf_log_reset(void);

#endif
