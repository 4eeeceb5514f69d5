/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EBPFLOW_PREFLIGHT_H
#define EBPFLOW_PREFLIGHT_H

/*
 * Prints as one JSON object what this kernel and this user can trace: everything is loaded and attached for a moment,
 * for this very process. no_new_privs: whether the loader was started with it. Returns 1 when tracing is possible.
 */
int preflight_print(int no_new_privs);

#endif
